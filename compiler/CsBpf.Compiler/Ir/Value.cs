using System.Collections.Immutable;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Ir;

/// <summary>One operation in a block and its result: what other values take as argument.</summary>
/// <param name="id">The number in the function, for the text form.</param>
/// <param name="opcode">The operation.</param>
/// <param name="type">The type of the result.</param>
/// <param name="location">The C# that it comes from.</param>
public sealed class Value(int id, Opcode opcode, IrType type, SourceLocation location)
{
    /// <summary>The number in the function.</summary>
    public int Id { get; } = id;

    /// <summary>The operation.</summary>
    public Opcode Opcode { get; private set; } = opcode;

    /// <summary>The type of the result.</summary>
    public IrType Type { get; private set; } = type;

    /// <summary>The arguments, in order.</summary>
    public List<Value> Arguments { get; } = [];

    /// <summary>The number that belongs to the operation: a constant, a displacement, a count of bytes or bits. See <see cref="Opcode"/>.</summary>
    public long Immediate { get; set; }

    /// <summary>What else belongs to the operation; read through the typed properties below.</summary>
    public object? Detail { get; set; }

    /// <summary>The block it stands in.</summary>
    public BasicBlock? Block { get; internal set; }

    /// <summary>The C# that it comes from.</summary>
    public SourceLocation Location { get; set; } = location;

    /// <summary>Of a phi: the predecessor that each argument comes from.</summary>
    public List<BasicBlock> Incoming => (List<BasicBlock>)Detail!;

    /// <summary>Of a slot address.</summary>
    public StackSlot Slot => (StackSlot)Detail!;

    /// <summary>Of a global address.</summary>
    public GlobalVariable Global => (GlobalVariable)Detail!;

    /// <summary>Of a map address.</summary>
    public MapDefinition Map => (MapDefinition)Detail!;

    /// <summary>Of a packet's start or end.</summary>
    public PacketRange Packet => (PacketRange)Detail!;

    /// <summary>Of an address that is moved to an element of an array: where that is; null where nothing is known.</summary>
    public ArrayExtent? Extent => Opcode == Opcode.PointerAdd ? (ArrayExtent?)Detail : null;

    /// <summary>Of a load, store, atomic operation or kernel probe.</summary>
    public MemoryAccess Access => (MemoryAccess)Detail!;

    /// <summary>Of an atomic operation.</summary>
    public AtomicAccess AtomicAccess => (AtomicAccess)Detail!;

    /// <summary>Of a copy or zeroing: the alignment of its pointers, in bytes.</summary>
    public int Alignment => (int)Detail!;

    /// <summary>Of a kernel load or address.</summary>
    public KernelAccess KernelAccess => (KernelAccess)Detail!;

    /// <summary>Of a CO-RE constant.</summary>
    public CoreConstant CoreConstant => (CoreConstant)Detail!;

    /// <summary>Of a helper call.</summary>
    public HelperFunction Helper => (HelperFunction)Detail!;

    /// <summary>Of a kfunc call or query.</summary>
    public KernelFunction Kfunc => (KernelFunction)Detail!;

    /// <summary>Of a call, or a function's address.</summary>
    public Function Callee => (Function)Detail!;

    /// <summary>The function of this module that a call, or a helper on its behalf, calls; null for other values.</summary>
    public Function? CalledFunction => Opcode switch
    {
        Opcode.Call => Callee,
        Opcode.CallHelper => Arguments.Find(argument => argument is { Opcode: Opcode.FunctionAddress, Callee.Callback.IsLater: false })?.Callee,
        _ => null,
    };

    /// <summary>True for a constant.</summary>
    public bool IsConstant => Opcode == Opcode.Constant;

    /// <summary>True where the value may be removed when nobody uses it.</summary>
    public bool IsRemovable => Opcode switch
    {
        Opcode.Load or Opcode.KernelProbe => !Access.IsVolatile,
        Opcode.CallHelper => Helper.IsPure,
        _ => !Opcode.Info().HasEffect,
    };

    /// <summary>Becomes another operation of the same or another type, in place: users stay.</summary>
    public void Become(Opcode opcode, IrType type, IEnumerable<Value> arguments, long immediate = 0, object? detail = null)
    {
        Value[] taken = [.. arguments];
        Opcode = opcode;
        Type = type;
        Arguments.Clear();
        Arguments.AddRange(taken);
        Immediate = immediate;
        Detail = detail;
    }

    /// <inheritdoc/>
    public override string ToString() => $"v{Id}";
}

/// <summary>What a load or store moves: a size in memory, and how a load widens it.</summary>
/// <param name="Size">The size in memory.</param>
/// <param name="IsSigned">True where a load extends the sign.</param>
/// <param name="Relocation">The member whose offset the loader adds to the displacement; null where the displacement is final.</param>
/// <param name="IsVolatile">True where the access must happen, once, as written.</param>
public record MemoryAccess(MemorySize Size, bool IsSigned = false, KernelAccess? Relocation = null, bool IsVolatile = false)
{
    /// <summary>What the address is a multiple of, for certain.</summary>
    public MemorySize Alignment { get; init; } = Size;

    /// <summary>True where the address is a multiple of the size.</summary>
    public bool IsAligned => Alignment >= Size;

    /// <summary>Moves all of a value of a type.</summary>
    public static MemoryAccess For(IrType type) => new(type switch
    {
        IrType.Bool => MemorySize.Byte,
        IrType.I32 => MemorySize.Word,
        _ => MemorySize.DoubleWord,
    });
}

/// <summary>What an atomic operation does to its place in memory.</summary>
/// <param name="Operation">The operation; whether it fetches what was there is told by the uses of its value.</param>
/// <param name="Size">The size in memory: 4 or 8 bytes.</param>
public sealed record AtomicAccess(AtomicOperation Operation, MemorySize Size) : MemoryAccess(Size, IsVolatile: true);

/// <summary>Where a context has the bounds of a packet, which the verifier takes for addresses.</summary>
/// <param name="Start">The distance of the first byte's address from the context.</param>
/// <param name="End">The distance of the address behind the last byte.</param>
/// <param name="IsWide">True where each is in eight bytes, not four.</param>
public sealed record PacketRange(int Start, int End, bool IsWide);

/// <summary>An array, seen from an address: all that is read and written through the address of an element lies in it.</summary>
/// <param name="Start">Where the array starts, in bytes from the address that was moved.</param>
/// <param name="Size">The size of all elements, in bytes.</param>
public sealed record ArrayExtent(long Start, long Size);

/// <summary>A path from a kernel type to one of its members, as CO-RE relocations name it.</summary>
/// <param name="RootType">The type that the path starts at, in <see cref="BpfModule.Types"/>.</param>
/// <param name="Indices">The member at each step (an element's index for a step into an array). The first step is 0, the object itself.</param>
/// <param name="Display">The path for people: <c>task_struct.mm</c>.</param>
/// <param name="Size">The size of a scalar member; null where the path leads to a struct or array.</param>
/// <param name="IsSigned">True where a load extends the sign.</param>
/// <param name="IsBitfield">True where the member is a bitfield.</param>
public sealed record KernelAccess(uint RootType, ImmutableArray<int> Indices, string Display, MemorySize? Size, bool IsSigned, bool IsBitfield)
{
    /// <summary>The path in the form of BTF.ext: <c>0:3:1</c>.</summary>
    public string AccessString => string.Join(':', Indices);

    /// <inheritdoc/>
    public bool Equals(KernelAccess? other) => other is not null && RootType == other.RootType && Indices.SequenceEqual(other.Indices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RootType, AccessString);
}
