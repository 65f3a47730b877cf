using System.Collections.Immutable;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Ir;

/// <summary>A function in SSA form: a program, or a method that programs call.</summary>
/// <param name="name">The symbol in the object.</param>
/// <param name="prototype">Its <c>FUNC_PROTO</c> in <see cref="BpfModule.Types"/>.</param>
/// <param name="parameterTypes">The types of the parameters; a program has one, its context.</param>
/// <param name="returnType">The type of the result.</param>
public sealed class Function(string name, uint prototype, ImmutableArray<IrType> parameterTypes, IrType returnType)
{
    /// <summary>How many parameters the machine has registers for.</summary>
    public const int MaxParameters = 5;

    private int _nextSlot;

    /// <summary>The symbol in the object.</summary>
    public string Name { get; } = name;

    /// <summary>Its <c>FUNC_PROTO</c>.</summary>
    public uint Prototype { get; set; } = prototype;

    /// <summary>The types of the parameters.</summary>
    public ImmutableArray<IrType> ParameterTypes { get; } = parameterTypes;

    /// <summary>The type of the result.</summary>
    public IrType ReturnType { get; } = returnType;

    /// <summary>What makes it a program; null for a function that programs call.</summary>
    public ProgramInfo? Program { get; init; }

    /// <summary>What makes it a function that a helper calls back; null for others.</summary>
    public CallbackInfo? Callback { get; init; }

    /// <summary>The copy of its context that a program works on; null where it works on the context itself.</summary>
    public CopiedContext? CopiedContext { get; set; }

    /// <summary>True where the packet may be elsewhere when the function has been called.</summary>
    public bool MovesPacket { get; set; }

    /// <summary>True for a function that the verifier checks on its own, from its prototype: it stays a function.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>True where the kernel starts here: for a program, and for what it calls later.</summary>
    public bool IsEntry => Program is not null || Callback is { IsLater: true };

    /// <summary>The C# declaration.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>The blocks; the first is the entry. The order is that of the C# where a pass has no reason for another.</summary>
    public List<BasicBlock> Blocks { get; } = [];

    /// <summary>The stack slots that slot addresses name.</summary>
    public List<StackSlot> Slots { get; } = [];

    /// <summary>Above the number of every value: the size of a table by value.</summary>
    public int ValueBound { get; private set; }

    /// <summary>Above the number of every block: the size of a table by block.</summary>
    public int BlockBound { get; private set; }

    /// <summary>The first block.</summary>
    public BasicBlock Entry => Blocks[0];

    /// <summary>Makes a value that stands in no block yet.</summary>
    public Value NewValue(Opcode opcode, IrType type, SourceLocation location, IEnumerable<Value>? arguments = null, long immediate = 0, object? detail = null)
    {
        var value = new Value(ValueBound++, opcode, type, location) { Immediate = immediate, Detail = detail };
        if (arguments is not null)
            value.Arguments.AddRange(arguments);
        return value;
    }

    /// <summary>Makes a constant that stands in no block yet. The number is cut to the type: an I32 is kept with its sign, a Bool as 0 or 1.</summary>
    public Value NewConstant(IrType type, long number, SourceLocation location) => NewValue(Opcode.Constant, type, location, immediate: type switch
    {
        IrType.Bool => number & 1,
        IrType.I32 => (int)number,
        _ => number,
    });

    /// <summary>Makes a phi without arguments that stands in no block yet.</summary>
    public Value NewPhi(IrType type, SourceLocation location) => NewValue(Opcode.Phi, type, location, detail: new List<BasicBlock>());

    /// <summary>Makes a block at the end of <see cref="Blocks"/>.</summary>
    public BasicBlock NewBlock()
    {
        var block = new BasicBlock(BlockBound++);
        Blocks.Add(block);
        return block;
    }

    /// <summary>Puts a block on an edge, which only goes on; the phis behind it hear of it. Predecessors are the caller's.</summary>
    public BasicBlock SplitEdge(BasicBlock from, BasicBlock to)
    {
        BasicBlock middle = NewBlock();
        middle.Jump(to, from.TerminatorLocation);
        from.ReplaceSuccessor(to, middle);
        foreach (Value phi in to.Phis)
            phi.Incoming[phi.Incoming.IndexOf(from)] = middle;
        return middle;
    }

    /// <summary>Cuts a block in two. The second part, a block at the end of <see cref="Blocks"/>, ends as the whole did; the first has no end yet.</summary>
    public BasicBlock SplitBlock(BasicBlock block, int index)
    {
        BasicBlock rest = NewBlock();
        foreach (Value value in block.Values.Skip(index))
            rest.Append(value);
        block.Values.RemoveRange(index, block.Values.Count - index);
        rest.EndAs(block);
        foreach (Value phi in rest.Successors.SelectMany(successor => successor.Phis))
        {
            int way = phi.Incoming.IndexOf(block);
            if (way >= 0)
                phi.Incoming[way] = rest;
        }

        block.Unreachable();
        return rest;
    }

    /// <summary>Makes a stack slot.</summary>
    public StackSlot NewSlot(string name, int size, int alignment, bool isLoopContext = false)
    {
        var slot = new StackSlot(_nextSlot++, name, size, alignment) { IsLoopContext = isLoopContext };
        Slots.Add(slot);
        return slot;
    }

    /// <summary>Makes a stack slot for what an access moves.</summary>
    public StackSlot NewSlot(string name, MemoryAccess access) => NewSlot(name, access.Size.Bytes(), access.Size.Bytes());

    /// <summary>Keeps the numbers of another function, some of whose blocks become this one's, from being given again.</summary>
    internal void ReserveNumbers(Function other) => ReserveNumbers(other.ValueBound, other.BlockBound, other._nextSlot);

    /// <summary>Keeps numbers from being given again: those of values, blocks and slots that were made with their numbers.</summary>
    internal void ReserveNumbers(int valueBound, int blockBound, int slotBound) =>
        (ValueBound, BlockBound, _nextSlot) = (Math.Max(ValueBound, valueBound), Math.Max(BlockBound, blockBound), Math.Max(_nextSlot, slotBound));

    /// <summary>Fills <see cref="BasicBlock.Predecessors"/> of every block.</summary>
    public void FillPredecessors()
    {
        foreach (BasicBlock block in Blocks)
            block.Predecessors.Clear();
        foreach (BasicBlock block in Blocks)
        {
            foreach (BasicBlock successor in block.Successors)
                successor.Predecessors.Add(block);
        }
    }

    /// <summary>Puts other values in the place of values, wherever they are used, following chains of replacements.</summary>
    public void Replace(IReadOnlyDictionary<Value, Value> replacements)
    {
        if (replacements.Count == 0)
            return;
        foreach (BasicBlock block in Blocks)
        {
            foreach (Value value in block.Values)
            {
                for (int i = 0; i < value.Arguments.Count; i++)
                    value.Arguments[i] = Final(value.Arguments[i]);
            }

            if (block.Control is not null)
                block.Control = Final(block.Control);
        }

        Value Final(Value value)
        {
            while (replacements.TryGetValue(value, out Value? replacement))
                value = replacement;
            return value;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Memory in the function's stack frame: a C# local, or what a helper wants as memory.</summary>
/// <param name="Id">The number in the function.</param>
/// <param name="Name">The name in C#, for people.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Alignment">The alignment in bytes: 1, 2, 4 or 8.</param>
public sealed record StackSlot(int Id, string Name, int Size, int Alignment)
{
    /// <summary>True for what the rounds of a loop hand to each other that the kernel calls: nobody makes other addresses of those in there.</summary>
    public bool IsLoopContext { get; init; }

    /// <summary>The alignment in bytes.</summary>
    public int Alignment { get; private set; } = Alignment;

    /// <summary>Gives it an alignment of at least so many bytes.</summary>
    public void Align(int alignment) => Alignment = Math.Max(Alignment, alignment);

    /// <summary>True where nothing else is in the words of the stack that it is in.</summary>
    public bool FillsWords { get; private set; }

    /// <summary>Keeps everything else out of its words.</summary>
    public void FillWords()
    {
        Align(sizeof(long));
        FillsWords = true;
    }

    /// <inheritdoc/>
    public bool Equals(StackSlot? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id;
}

/// <summary>What makes a function a program.</summary>
/// <param name="Section">The ELF section, as libbpf names it.</param>
/// <param name="FaultValue">What the program returns when it faults.</param>
public sealed record ProgramInfo(string Section, long FaultValue)
{
    /// <summary>True where the program may sleep.</summary>
    public bool IsSleepable => Section == "syscall" || Section.Split('/')[0].EndsWith(".s", StringComparison.Ordinal);

    /// <summary>True where the kernel lets the program look at packets, but not change them.</summary>
    public bool HasReadOnlyPacket =>
        Section.Split('/')[0] is "cgroup_skb" or "lwt_in" or "lwt_out" or "lwt_seg6local" or "sk_reuseport" or "flow_dissector";
}

/// <summary>The copy of a program's context, which gives it back where the program ends.</summary>
/// <param name="Context">The address of the context.</param>
/// <param name="Memory">The address of the copy.</param>
/// <param name="Size">The size of both in bytes.</param>
/// <param name="WithoutMemory">The block that returns where the kernel has no memory for the copy; null where it always has.</param>
public sealed record CopiedContext(Value Context, Value Memory, int Size, BasicBlock? WithoutMemory);

/// <summary>What makes a function a callback: it returns 0 to be called again and 1 for the last time, as an I64.</summary>
/// <param name="ContextParameter">The number of the parameter that is the context: memory in the frame of the helper's caller.</param>
/// <param name="ContextSize">The size of the context in bytes; where it is 0, null is passed.</param>
public sealed record CallbackInfo(int ContextParameter, int ContextSize)
{
    /// <summary>The callback of a timer: the kernel calls it when the function is done that gave it away. It has no context, and returns 0.</summary>
    public static readonly CallbackInfo Later = new(-1, 0);

    /// <summary>True where the kernel calls it later, on nobody's behalf.</summary>
    public bool IsLater => ContextParameter < 0;
}
