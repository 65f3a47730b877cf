using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles <c>[x, ..part, y]</c>, where it is known how many elements each part has.</summary>
/// <param name="method">The method.</param>
internal sealed class SpreadLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a list with parts that are spread to memory on the stack.</summary>
    public Operand Lower(ICollectionExpressionOperation operation, TypeShape shape)
    {
        TypeShape element = shape.SpanElement!;
        int count = 0;
        foreach (IOperation part in operation.Elements)
        {
            if (part is not ISpreadOperation { Operand: var spread })
                count++;
            else if (CountOf(spread) is { } length)
                count += length;
            else if (method.Expressions.IsDiagnosed(spread))
                return NothingOperand.Instance;
            else
                return method.Expressions.Refuse(TypeDiagnostics.SpreadLength, part, spread.Syntax.ToString());
        }

        if ((long)count * element.Size > StackAllocation.LargestSize)
            return method.Expressions.Refuse(TypeDiagnostics.AllocationSize, operation, StackAllocation.LargestSize);
        StackSlot slot = method.Spans.NewMemory(count, element, element.Alignment);
        int position = 0;
        foreach (IOperation part in operation.Elements)
        {
            IEnumerable<Operand> values = part is ISpreadOperation spread ? ElementsOf(spread) : [method.Expressions.Lower(part)];
            foreach (Operand value in values)
            {
                Operand converted = method.Conversions.Convert(value, element, isChecked: false, part);
                method.Operands.Write(new MemoryPlace(Builder.AddressOf(slot), position++ * element.Size, element), converted, part);
            }
        }

        return method.SpanAccess.Of(Builder.AddressOf(slot), count, shape);
    }

    /// <summary>How many elements something has; null where that is not known.</summary>
    private int? CountOf(IOperation operation) => operation switch
    {
        IUtf8StringOperation text => Encoding.UTF8.GetByteCount(text.Value),
        IFieldReferenceOperation { Field: var field } when TableLowering.IsTable(field) => (method.Expressions.Lower(operation) as TableOperand)?.Count,
        IFlowCaptureReferenceOperation capture when method.Captures.Find(capture) is TableOperand table => table.Count,
        { Type: { } type } => method.Context.Shapes[type].Elements?.Count,
        _ => null,
    };

    private IEnumerable<Operand> ElementsOf(ISpreadOperation spread)
    {
        Operand whole = method.Expressions.Lower(spread.Operand);
        for (int i = 0; i < CountOf(spread.Operand); i++)
        {
            Value index = Builder.Constant(IrType.I64, i);
            yield return whole switch
            {
                TableOperand table => method.Tables.Element(table, index),
                MemoryPlace { Shape.SpanElement: { } element } place => method.SpanAccess.Element(method.SpanAccess.Load(place), index, element),
                MemoryPlace { Shape.Elements: { } elements } place => ElementLowering.At(place, elements.Shape, i * elements.Shape.Size),
                _ => NothingOperand.Instance,
            };
        }
    }
}
