using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the choice of an element by its index, which takes the fault exit where there is no such element.</summary>
/// <remarks>
/// The verifier knows the bounds of the register that was compared: the index is widened once, and the same 64 bits are compared and added
/// to the address.
/// </remarks>
/// <param name="method">The method.</param>
internal sealed class ElementLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles the element of an inline array.</summary>
    public Operand LowerInlineArray(IInlineArrayAccessOperation operation)
    {
        MemoryPlace array = method.Expressions.LowerPlace(operation.Instance);
        if (array.Shape.Elements is not { } elements)
            return NothingOperand.Instance;
        if (IndexLowering.IsRange(operation.Argument))
            return method.Spans.OfInlineArray(array, operation.Argument, operation);
        if (method.Indexes.LowerOffset(operation.Argument, () => Builder.Constant(IrType.I32, elements.Count)) is not { } index)
            return RefuseIndex(operation, operation.Argument);
        return Of(array, elements, index);
    }

    /// <summary>The element at an index; the fault exit where there is none.</summary>
    public MemoryPlace Of(MemoryPlace array, InlineElements elements, Value index)
    {
        if (index is { IsConstant: true, Immediate: >= 0 and var number } && number < elements.Count)
            return At(array, elements.Shape, number * elements.Shape.Size);
        Value position = Guard(index, Builder.Constant(IrType.I64, elements.Count));
        return Element(array, position, elements.Shape, new ArrayExtent(array.Offset, elements.Count * (long)elements.Shape.Size));
    }

    /// <summary>Says of an index that it can't be compiled.</summary>
    public Operand RefuseIndex(IOperation operation, IOperation argument) =>
        method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, $"The index '{argument.Syntax}'");

    /// <summary>
    /// An index that is less than a length; else the fault exit. As unsigned numbers, so that negative ones are too large.
    /// </summary>
    public Value Guard(Value index, Value length)
    {
        Value position = Builder.Widen(index, isSigned: false);
        Builder.FaultIf(Builder.Compare(Opcode.LessOrEqualUnsigned, length, position));
        return position;
    }

    /// <summary>The element at a position that has been guarded.</summary>
    public MemoryPlace Element(MemoryPlace array, Value position, TypeShape element, ArrayExtent? extent = null)
    {
        Value distance = Builder.Binary(Opcode.Multiply, position, element.Size);
        return array with
        {
            Address = Builder.Emit(Opcode.PointerAdd, array.Address.Type, 0, extent, array.Address, distance),
            Shape = element,
            Alignment = Math.Min(array.Alignment, element.Size & -element.Size),
        };
    }

    /// <summary>The element at a distance from the first one.</summary>
    public static MemoryPlace At(MemoryPlace array, TypeShape element, long distance) => array with
    {
        Offset = array.Offset + distance,
        Shape = element,
        Alignment = distance == 0 ? array.Alignment : (int)Math.Min(array.Alignment, distance & -distance),
    };
}
