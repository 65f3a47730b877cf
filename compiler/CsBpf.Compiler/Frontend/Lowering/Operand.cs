using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>What an expression is, before it is known whether its value, its address or something else is wanted.</summary>
internal abstract record Operand;

/// <summary>Nothing: the result of a void method, or of an expression that was diagnosed.</summary>
internal sealed record NothingOperand : Operand
{
    public static readonly NothingOperand Instance = new();
}

/// <summary>A value that has been computed.</summary>
/// <param name="Value">The value.</param>
/// <param name="Shape">What it is in C#.</param>
internal sealed record ValueOperand(Value Value, TypeShape Shape) : Operand;

/// <summary>Something that has a value now, and perhaps takes another.</summary>
/// <param name="Shape">What it holds.</param>
internal abstract record Place(TypeShape Shape) : Operand;

/// <summary>Memory of the program.</summary>
/// <param name="Address">An address.</param>
/// <param name="Offset">The distance from it, in bytes.</param>
/// <param name="Shape">What is there.</param>
internal sealed record MemoryPlace(Value Address, long Offset, TypeShape Shape) : Place(Shape)
{
    /// <summary>The alignment that is known, in bytes: less than the type's for a field of a packed struct.</summary>
    public int Alignment { get; init; } = Shape.Alignment;

    /// <summary>Of memory that a pointer leads to: the pointer. It says when the program runs whether a reference can be made.</summary>
    public PointerValue? Pointer { get; init; }

    /// <summary>True in a struct whose fields share bytes.</summary>
    public bool SharesBytes { get; init; }

    /// <summary>True for memory that nothing but the expression knows which it was made for.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>True for memory that never changes, though C# would let it.</summary>
    public bool IsConstant { get; init; }

    /// <summary>True where the address is not one that a reference to the type may have.</summary>
    public bool IsUnaligned => Alignment < Shape.Alignment;
}

/// <summary>What is read and written by calls: a map's indexer, a property with accessors.</summary>
/// <param name="Shape">What it holds.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Write">Writes what is in an operand.</param>
internal sealed record AccessorPlace(TypeShape Shape, Func<Operand> Read, Action<Operand> Write) : Place(Shape);

/// <summary>What takes a value and forgets it.</summary>
/// <param name="Shape">What it takes.</param>
internal sealed record DiscardPlace(TypeShape Shape) : Place(Shape);

/// <summary>A member of a kernel object that has not been read yet; a further step may lengthen the path.</summary>
/// <param name="Base">The object that the path starts at.</param>
/// <param name="Steps">The steps from it: through embedded members only.</param>
/// <param name="Shape">What the member is in C#.</param>
internal sealed record KernelPlace(Value Base, ImmutableArray<KernelStep> Steps, TypeShape Shape) : Place(Shape);

/// <summary>What is known when the program is compiled: a variable may stand for it, and a method that takes it is compiled for each.</summary>
internal abstract record KnownOperand : Operand;

/// <summary>The [BpfObject] class's instance: it exists in the kernel as its maps and globals only.</summary>
internal sealed record ObjectOperand : KnownOperand
{
    public static readonly ObjectOperand Instance = new();
}

/// <summary>A map.</summary>
/// <param name="Map">Its definition.</param>
/// <param name="Type">Its class.</param>
internal sealed record MapOperand(MapDefinition Map, INamedTypeSymbol Type) : KnownOperand
{
    /// <summary>Of a map that was found in another: where its address is kept, null where none was found. Only its function has that.</summary>
    public StackSlot? Found { get; init; }
}

/// <summary>The comparer that a type has by default.</summary>
/// <param name="IsOrder">True where it tells which of two comes first, not only whether they are the same.</param>
internal sealed record ComparerOperand(bool IsOrder) : KnownOperand;

/// <summary>A delegate: what it calls is known when the program is compiled.</summary>
/// <param name="Target">What it calls.</param>
internal sealed record DelegateOperand(MethodInstance Target) : KnownOperand;

/// <summary>A text that is being put together for output.</summary>
/// <param name="Text">What has been said so far.</param>
internal sealed record FormatOperand(FormatText Text) : Operand;

/// <summary>A constant table.</summary>
/// <param name="Bytes">Its elements in memory.</param>
/// <param name="Element">What each is.</param>
/// <param name="Count">How many there are.</param>
internal sealed record TableOperand(byte[] Bytes, TypeShape Element, int Count) : KnownOperand
{
    /// <inheritdoc/>
    public bool Equals(TableOperand? other) => other is not null && Element == other.Element && Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Element.Kind, Count, Bytes.Length);
}

/// <summary>What <c>foreach</c> goes through a range or a table by.</summary>
/// <param name="Number">Where it stands: the number, or the index of the element.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Table">The table; null for a range.</param>
internal sealed record EnumeratorOperand(MemoryPlace Number, MemoryPlace End, TableOperand? Table) : Operand;

/// <summary>A constant text.</summary>
/// <param name="Text">The text.</param>
internal sealed record TextOperand(string Text) : KnownOperand;
