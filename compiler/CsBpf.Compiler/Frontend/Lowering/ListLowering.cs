using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>What list patterns and <c>[^1]</c> ask: a length, elements and parts.</summary>
/// <param name="Length">The number of elements, as an I32.</param>
/// <param name="Element">The element at a position.</param>
/// <param name="Slice">A number of elements from a position on; null where there is no such thing.</param>
internal sealed record IndexedList(Value Length, Func<Value, Operand> Element, Func<Value, Value, Operand>? Slice);

/// <summary>Compiles list patterns, and the indexes from the end and ranges of types that have none of their own.</summary>
/// <param name="method">The method.</param>
internal sealed class ListLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles <c>[x, .., y]</c>.</summary>
    public Value Match(Operand input, IListPatternOperation pattern)
    {
        if (Find(input, pattern.LengthSymbol, pattern.IndexerSymbol, SliceOf(pattern)?.SliceSymbol, pattern) is not { } list)
            return Builder.Constant(false);
        int slice = pattern.Patterns.IndexOf(pattern.Patterns.FirstOrDefault(part => part is ISlicePatternOperation)!);
        int elements = slice < 0 ? pattern.Patterns.Length : pattern.Patterns.Length - 1;
        Value least = Builder.Constant(IrType.I32, elements);
        Value matches = slice < 0
            ? Builder.Compare(Opcode.Equal, list.Length, least)
            : Builder.Compare(Opcode.LessOrEqualSigned, least, list.Length);
        for (int i = 0; i < pattern.Patterns.Length; i++)
        {
            int position = i;
            matches = pattern.Patterns[i] switch
            {
                IDiscardPatternOperation or ISlicePatternOperation { Pattern: null } => matches,
                ISlicePatternOperation { Pattern: { } part } => AndAlso(() => MatchSlice(list, position, elements, part)),
                var part => AndAlso(() => method.Patterns.Match(Element(list, position, slice, pattern.Patterns.Length), part)),
            };

            Value AndAlso(Func<Value> test) => method.Patterns.AndAlso(matches, test);
        }

        if (pattern.DeclaredSymbol is { } declared && method.Variables.Find(declared) is { } variable)
            method.Operands.Write(variable, input, pattern);
        return matches;
    }

    /// <summary>Compiles <c>x[^1]</c> and <c>x[a..b]</c> of a type that has a length, an indexer and perhaps a method Slice.</summary>
    public Operand LowerImplicitIndexer(MemoryPlace place, IImplicitIndexerReferenceOperation operation)
    {
        bool isRange = IndexLowering.IsRange(operation.Argument);
        IPropertySymbol? indexer = isRange ? null : operation.IndexerSymbol as IPropertySymbol;
        IMethodSymbol? slice = isRange ? operation.IndexerSymbol as IMethodSymbol : null;
        if (Find(place, operation.LengthSymbol, indexer, slice, operation) is not { } list)
            return NothingOperand.Instance;
        if (isRange && list.Slice is not null && method.Indexes.LowerBounds(operation.Argument, () => list.Length) is var (start, length))
            return list.Slice(start, length);
        return !isRange && method.Indexes.LowerOffset(operation.Argument, () => list.Length) is { } offset
            ? list.Element(offset)
            : method.Elements.RefuseIndex(operation, operation.Argument);
    }

    private static ISlicePatternOperation? SliceOf(IListPatternOperation pattern) => pattern.Patterns.OfType<ISlicePatternOperation>().FirstOrDefault();

    private Operand Element(IndexedList list, int position, int slice, int patterns)
    {
        Value index = slice < 0 || position < slice
            ? Builder.Constant(IrType.I32, position)
            : Builder.Binary(Opcode.Subtract, list.Length, patterns - position);
        return list.Element(index);
    }

    private Value MatchSlice(IndexedList list, int position, int elements, IPatternOperation part)
    {
        if (list.Slice is null)
        {
            method.Report(LanguageDiagnostics.HeapAllocation, part, part.InputType.ToDisplayString(), Alternatives.OfAllocation(part.InputType));
            return Builder.Constant(false);
        }

        Value start = Builder.Constant(IrType.I32, position);
        return method.Patterns.Match(list.Slice(start, Builder.Binary(Opcode.Subtract, list.Length, elements)), part);
    }

    private IndexedList? Find(Operand input, ISymbol? length, ISymbol? indexer, ISymbol? slice, IOperation operation)
    {
        switch (input)
        {
            case TableOperand table:
                Value count = Builder.Constant(IrType.I32, table.Count);
                return new IndexedList(count, index => method.Tables.Element(table, index), null);
            case MemoryPlace { Shape.SpanElement: { } element } place:
                return OfSpan(place, element);
            case MemoryPlace place when length is IPropertySymbol { GetMethod: { } getLength }:
                if (method.Calls.Call(operation, getLength, place, []) is not ValueOperand { Value: var size })
                    return null;
                return new IndexedList(
                    size,
                    index => indexer is IPropertySymbol property ? method.Members.Property(operation, property, place, [Int32(index)]) : NothingOperand.Instance,
                    slice is IMethodSymbol part ? (start, taken) => method.Calls.Call(operation, part, place, [Int32(start), Int32(taken)]) : null);
            case TextOperand { Text: var text }:
                return Find(method.Texts.Characters(text), length, indexer, slice, operation);
            default:
                if (!method.Expressions.IsDiagnosed(input))
                    method.Report(LanguageDiagnostics.UnsupportedOperation, operation, $"'{operation.Syntax}'");
                return null;
        }
    }

    private IndexedList OfSpan(MemoryPlace place, TypeShape element)
    {
        SpanAccess spans = method.SpanAccess;
        SpanValue span = spans.Load(place);
        return new IndexedList(
            Builder.Narrow(span.Length),
            index => spans.Element(span, method.Elements.Guard(index, span.Length), element),
            (start, taken) => spans.Store(spans.Slice(span, start, taken), place.Shape));
    }

    private ValueOperand Int32(Value number) => new(number, method.Context.Shapes.Int32);
}
