using System.Collections;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles <c>foreach</c> over ranges, tables and constant texts: what C# makes an enumerator for is a number that counts.</summary>
/// <param name="method">The method.</param>
internal sealed class EnumerationLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>True for the enumerators that exist when compiling only.</summary>
    public static bool IsEnumerable(ITypeSymbol? type) => type is IArrayTypeSymbol { IsSZArray: true } or { SpecialType: SpecialType.System_String };

    /// <summary>Compiles a call; null where it is about no such enumerator.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (!operation.IsImplicit)
            return null;
        if (target.IsRangeEnumerator() && method.Calls.LowerArguments(operation.Arguments) is [MemoryPlace range])
            return OfRange(range);
        if (operation.Instance is null)
            return null;
        IOperation instance = Unconverted(operation.Instance);
        if (target.Name == nameof(Array.GetEnumerator) && IsEnumerable(instance.Type))
        {
            return method.Expressions.Lower(instance) switch
            {
                TableOperand table => OfTable(table),
                TextOperand { Text: var text } => OfTable(method.Texts.Characters(text)),
                _ => NothingOperand.Instance,
            };
        }

        if (instance is not IFlowCaptureReferenceOperation)
            return null;
        Operand captured = method.Expressions.Lower(instance);
        if (captured is not EnumeratorOperand enumerator)
            return method.Expressions.IsDiagnosed(captured) ? captured : null;
        return target.Name == nameof(IEnumerator.MoveNext)
            ? new ValueOperand(MoveNext(enumerator), method.Context.Shapes.Boolean)
            : NothingOperand.Instance;
    }

    /// <summary>Compiles the element at which an enumerator stands; null where it is none of these.</summary>
    public Operand? TryLowerCurrent(IPropertyReferenceOperation operation)
    {
        if (operation.Instance is not IFlowCaptureReferenceOperation instance || method.Expressions.Lower(instance) is not EnumeratorOperand enumerator)
            return null;
        Value number = method.Operands.ReadMemory(enumerator.Number);
        return enumerator.Table is { } table ? method.Tables.Element(table, number) : new ValueOperand(number, method.Context.Shapes.Int32);
    }

    private EnumeratorOperand OfRange(MemoryPlace range)
    {
        Value start = method.Indexes.NumberOf(range, isEnd: false);
        return New(start, method.Indexes.NumberOf(range, isEnd: true), method.Context.Shapes.Int32, table: null);
    }

    private EnumeratorOperand OfTable(TableOperand table) =>
        New(Builder.Constant(IrType.I64, 0), Builder.Constant(IrType.I64, table.Count), method.Context.Shapes.Int64, table);

    private EnumeratorOperand New(Value start, Value end, TypeShape number, TableOperand? table)
    {
        var enumerator = new EnumeratorOperand(method.Variables.NewTemporary("number", number), method.Variables.NewTemporary("end", number), table);
        method.Operands.WriteMemory(enumerator.Number, Builder.Binary(Opcode.Add, start, -1));
        method.Operands.WriteMemory(enumerator.End, end);
        return enumerator;
    }

    // The index in a table is compared as the access compares it: once is enough.
    private Value MoveNext(EnumeratorOperand enumerator)
    {
        Value next = Builder.Binary(Opcode.Add, method.Operands.ReadMemory(enumerator.Number), 1);
        method.Operands.WriteMemory(enumerator.Number, next);
        Opcode less = enumerator.Table is null ? Opcode.LessSigned : Opcode.LessUnsigned;
        return Builder.Compare(less, next, method.Operands.ReadMemory(enumerator.End));
    }

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion)
            operation = conversion.Operand;
        return operation;
    }
}
