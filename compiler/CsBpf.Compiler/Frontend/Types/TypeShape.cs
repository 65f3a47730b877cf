using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>What a value of a C# type is in a BPF program.</summary>
internal enum ShapeKind
{
    /// <summary>No value.</summary>
    Void,

    /// <summary>An integer, char or enum.</summary>
    Integer,

    /// <summary>A bool.</summary>
    Boolean,

    /// <summary>An address in kernel memory: an object, a string, a row of elements.</summary>
    KernelAddress,

    /// <summary>The address of memory of the program, in the shape of a span; that of the program's context.</summary>
    Reference,

    /// <summary>An array that is a part of a kernel object; exists only until it is indexed.</summary>
    KernelArray,

    /// <summary>A struct: memory.</summary>
    Aggregate,

    /// <summary>A map; named, never a value.</summary>
    Map,

    /// <summary>A text to be formatted; known when the program is compiled.</summary>
    FormatText,

    /// <summary>Nothing that a program can have; the shape carries the reason.</summary>
    Unsupported,
}

/// <summary>How values of a C# type are represented.</summary>
/// <param name="Kind">What a value is.</param>
/// <param name="Type">The C# type.</param>
internal sealed record TypeShape(ShapeKind Kind, ITypeSymbol Type)
{
    /// <summary>Of a scalar: the type of the SSA value.</summary>
    public IrType IrType { get; init; }

    /// <summary>Of a scalar: how it is moved to and from memory.</summary>
    public MemoryAccess? Access { get; init; }

    /// <summary>Of an aggregate: its fields.</summary>
    public StructLayout? Layout { get; init; }

    /// <summary>Of an inline array: what its elements are and how many there are; they lie one after the other from its start.</summary>
    public InlineElements? Elements { get; init; }

    /// <summary>Of a span: what its elements are.</summary>
    public TypeShape? SpanElement { get; init; }

    /// <summary>Of a pointer: what it leads to.</summary>
    public TypeShape? PointerElement { get; init; }

    /// <summary>Of an unsupported type: why.</summary>
    public TypeProblem? Problem { get; init; }

    /// <summary>True for a struct that the kernel looks after, and for what holds one.</summary>
    public bool HoldsKernelField => IsAggregate && (Type.IsKernelField() || Layout!.Fields.Any(part => part.Shape.HoldsKernelField));

    /// <summary>True for what an SSA value holds.</summary>
    public bool IsScalar => Kind is ShapeKind.Integer or ShapeKind.Boolean or ShapeKind.KernelAddress or ShapeKind.Reference;

    /// <summary>True for memory.</summary>
    public bool IsAggregate => Kind == ShapeKind.Aggregate;

    /// <summary>True for integers with a sign.</summary>
    public bool IsSigned => Access is { IsSigned: true };

    /// <summary>Of a scalar: the number of bits in memory.</summary>
    public int Bits => Access is { } access ? access.Size.Bits() : 0;

    /// <summary>The size in memory, in bytes.</summary>
    public int Size => Layout?.Size ?? Access?.Size.Bytes() ?? 0;

    /// <summary>The alignment in memory, in bytes.</summary>
    public int Alignment => Layout?.Alignment ?? Access?.Size.Bytes() ?? 1;
}

/// <summary>The elements of an inline array.</summary>
/// <param name="Shape">What each holds.</param>
/// <param name="Count">How many there are.</param>
internal sealed record InlineElements(TypeShape Shape, int Count);

/// <summary>Why a type can't be used.</summary>
/// <param name="Descriptor">The diagnostic.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record TypeProblem(DiagnosticDescriptor Descriptor, params object?[] Arguments);
