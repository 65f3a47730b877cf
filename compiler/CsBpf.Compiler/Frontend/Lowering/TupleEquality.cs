using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles <c>(a, b) == (c, d)</c> in the order of C#: what stands in the tuples is computed from left to right; conversions come only then,
/// with the comparisons, pair by pair, up to the first that is not equal.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class TupleEquality(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles <c>==</c> or <c>!=</c>.</summary>
    public Operand Lower(ITupleBinaryOperation operation)
    {
        ComparedElement left = Evaluate(operation.LeftOperand);
        ComparedElement right = Evaluate(operation.RightOperand);
        List<(ComparedElement Left, ComparedElement Right)> pairs = [];
        if (!Match(left, right, pairs, operation))
            return Refuse(operation);
        Value? result = null;
        foreach ((ComparedElement x, ComparedElement y) in pairs)
        {
            if (result is null || !(IsWaiting(x, operation) || IsWaiting(y, operation)))
                result = AreEqual(x, y, operation) is { } equal ? And(result, equal) : null;
            else
                result = AreEqualToo(result, x, y, operation);
            if (result is null)
                return Refuse(operation);
        }

        bool isNegated = operation.OperatorKind == BinaryOperatorKind.NotEquals;
        return new ValueOperand(isNegated ? Builder.IsZero(result!) : result!, method.Context.Shapes.Boolean);
    }

    private Value And(Value? before, Value equal) => before is null ? equal : Builder.Binary(Opcode.And, before, equal);

    /// <summary>Asks for a pair only where those before it are equal.</summary>
    private Value? AreEqualToo(Value before, ComparedElement left, ComparedElement right, ITupleBinaryOperation operation)
    {
        MemoryPlace result = method.Variables.NewTemporary("equal", method.Context.Shapes.Boolean);
        method.Operands.WriteMemory(result, before);
        Value? equal = null;
        Builder.WhenTrue(before, () =>
        {
            if ((equal = AreEqual(left, right, operation)) is not null)
                method.Operands.WriteMemory(result, equal);
        });
        return equal is null ? null : method.Operands.ReadMemory(result);
    }

    /// <summary>Computes what stands in a tuple, but for the conversions that come with the comparison.</summary>
    public ComparedElement Evaluate(IOperation operation)
    {
        if (operation is IFlowCaptureReferenceOperation reference && method.Captures.FindCompared(reference) is { } element)
            return element;
        if (FindParts(operation) is { } tuple)
            return new ComparedElement(tuple) { Parts = [.. tuple.Elements.Select(Evaluate)] };
        var waiting = new Stack<IConversionOperation>();
        IOperation inner = operation;
        for (; inner is IConversionOperation conversion && IsDeferred(conversion, waiting); inner = conversion.Operand)
            waiting.Push(conversion);
        return NullableLowering.IsNullLiteral(inner)
            ? new ComparedElement(inner)
            : new ComparedElement(inner, method.Operands.Copy(method.Expressions.Lower(inner), inner)) { Waiting = [.. waiting] };
    }

    /// <summary>A tuple that is written, whose elements are compared one by one; null for a value.</summary>
    private static ITupleOperation? FindParts(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true, OperatorMethod: null, Type.IsTupleType: true } conversion)
            operation = conversion.Operand;
        return operation as ITupleOperation;
    }

    /// <summary>
    /// A cast that calls an operator is made at once, and so is what stands in it; and the conversion of a tuple that is a value, which is taken
    /// apart behind it.
    /// </summary>
    private static bool IsDeferred(IConversionOperation conversion, Stack<IConversionOperation> around) =>
        conversion is { Type: { IsValueType: true, IsTupleType: false }, Operand.Type: not { IsReferenceType: true } and not { IsTupleType: true } }
        && (conversion.OperatorMethod is null || (conversion.IsImplicit && around.All(outer => outer.IsImplicit)));

    private static bool IsWaiting(ComparedElement element, ITupleBinaryOperation operation) =>
        element.Waiting.Exists(conversion => !conversion.IsImplicit || conversion.IsChecked || conversion.OperatorMethod is not null)
        || (element.Operand is Place { Shape.Type: var type } && FindOperator(type, operation) is not null);

    /// <summary>Finds what is compared with what; false where the tuples differ in form.</summary>
    private bool Match(
        ComparedElement left, ComparedElement right, List<(ComparedElement Left, ComparedElement Right)> pairs, IOperation operation)
    {
        if (left.Parts is null && right.Parts is null && !(IsTuple(left) && IsTuple(right)))
        {
            pairs.Add((left, right));
            return true;
        }

        return PartsOf(left, operation) is { } x && PartsOf(right, operation) is { } y && x.Count == y.Count
            && x.Zip(y).All(pair => Match(pair.First, pair.Second, pairs, operation));
    }

    private static bool IsTuple(ComparedElement element) => element.Operand is Place { Shape.Type.IsTupleType: true };

    private List<ComparedElement>? PartsOf(ComparedElement element, IOperation operation)
    {
        if (element.Parts is not null)
            return element.Parts;
        return element.Operand is { } operand && IsTuple(element) && method.Deconstructions.TakeApart(operand, null, operation) is { } parts
            ? [.. parts.Select(part => new ComparedElement(element.Operation, part))]
            : null;
    }

    private Value? AreEqual(ComparedElement left, ComparedElement right, ITupleBinaryOperation operation) => (left.Operand, right.Operand) switch
    {
        (null, null) => Builder.Constant(true),
        (null, { } tested) => method.Nullables.IsNull(tested, right.Operation),
        ({ } tested, null) => method.Nullables.IsNull(tested, left.Operation),
        _ => AreEqual(Converted(left), Converted(right), operation),
    };

    private Operand Converted(ComparedElement element) =>
        element.Waiting.Aggregate(element.Operand!, (operand, conversion) => method.Conversions.Apply(conversion, operand));

    private Value? AreEqual(Operand left, Operand right, ITupleBinaryOperation operation)
    {
        if (OperandAccess.ShapeOf(left) is not { } x || OperandAccess.ShapeOf(right) is not { } y)
            return null;
        if (NullableLowering.IsNullable(x) || NullableLowering.IsNullable(y))
            return AreNullablesEqual(left, right, NullableLowering.IsNullable(x) ? x : y, operation);
        bool areSame = SymbolEqualityComparer.Default.Equals(x.Type, y.Type);
        if (areSame && FindOperator(x.Type, operation) is { } @operator)
            return Call(@operator, left, right, operation);
        return x.IsScalar && y.IsScalar
            ? AreEqual(method.Operands.Read(left, operation), x, method.Operands.Read(right, operation), y, areSame)
            : null;
    }

    private Value? AreNullablesEqual(Operand left, Operand right, TypeShape shape, IOperation operation) =>
        NullableLowering.ValueShape(shape).IsScalar
        && method.Conversions.Convert(left, shape, isChecked: false, operation) is MemoryPlace x
        && method.Conversions.Convert(right, shape, isChecked: false, operation) is MemoryPlace y
            ? method.Nullables.Compare(BinaryOperatorKind.Equals, x, y)
            : null;

    private Value? Call(IMethodSymbol @operator, Operand left, Operand right, IOperation operation)
    {
        Operand answer = method.Calls.CallOperator(operation, @operator, left, right);
        if (OperandAccess.ShapeOf(answer)?.Kind != ShapeKind.Boolean)
            return null;
        Value result = method.Operands.Read(answer, operation);
        return @operator.Name == WellKnownMemberNames.InequalityOperatorName ? Builder.IsZero(result) : result;
    }

    // Integers of different types are compared in one that holds both.
    private Value? AreEqual(Value left, TypeShape leftShape, Value right, TypeShape rightShape, bool areSame)
    {
        if (areSame)
            return Builder.Compare(Opcode.Equal, left, right);
        bool areIntegers = leftShape.Kind == ShapeKind.Integer && rightShape.Kind == ShapeKind.Integer;
        bool fit64Bits = leftShape.IsSigned == rightShape.IsSigned || (Fits(leftShape) && Fits(rightShape));
        return areIntegers && fit64Bits
            ? Builder.Compare(Opcode.Equal, Builder.Widen(left, leftShape.IsSigned), Builder.Widen(right, rightShape.IsSigned))
            : null;

        static bool Fits(TypeShape shape) => shape.IsSigned || shape.Bits < 64;
    }

    private static IMethodSymbol? FindOperator(ITypeSymbol type, ITupleBinaryOperation operation)
    {
        string name = operation.OperatorKind == BinaryOperatorKind.Equals ? WellKnownMemberNames.EqualityOperatorName : WellKnownMemberNames.InequalityOperatorName;
        return type.SpecialType != SpecialType.None ? null : type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(candidate =>
            candidate.Parameters.All(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, type)));
    }

    private Operand Refuse(ITupleBinaryOperation operation) => method.Context.Sink.HasErrors
        ? NothingOperand.Instance
        : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This comparison of tuples");
}
