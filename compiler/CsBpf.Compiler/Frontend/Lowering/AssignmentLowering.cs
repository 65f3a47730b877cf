using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles assignments.</summary>
/// <param name="method">The method.</param>
internal sealed class AssignmentLowering(MethodLowering method)
{
    /// <summary>Compiles <c>x = y</c> and <c>x = ref y</c>.</summary>
    public Operand LowerSimple(ISimpleAssignmentOperation operation)
    {
        // Roslyn does not mark the assignment that 'foreach (ref …)' makes.
        if (operation.IsRef || (operation.IsImplicit && operation.Target is ILocalReferenceOperation { Local: { IsForEach: true, IsRef: true } }))
            return LowerReference(operation);
        if (operation.Target is ILocalReferenceOperation { Local.IsConst: true })
            return NothingOperand.Instance;
        Operand target = method.Expressions.Lower(operation.Target);
        // A variable that can't be there: what it would hold is not worth a word of its own.
        if (method.Expressions.IsDiagnosed(target))
            return target;
        Operand value = method.Expressions.Lower(operation.Value);
        if (value is Place { Shape.IsScalar: true } place)
            value = new ValueOperand(method.Operands.Read(place, operation.Value), place.Shape);
        method.Operands.Write(target, value, operation.Target);
        return value is ValueOperand ? value : target;
    }

    /// <summary>Compiles <c>x op= y</c>.</summary>
    public Operand LowerCompound(ICompoundAssignmentOperation operation)
    {
        Operand target = method.Expressions.Lower(operation.Target);
        if (target is not Place { Shape: var shape } || operation.IsLifted)
            return target is NothingOperand ? target : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This compound assignment");
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        Operand result;
        if (method.Constrained.FindInteger(operation.ConstrainedToType) is { } integer)
        {
            Value right = method.Expressions.LowerValue(operation.Value);
            Value left = method.Operands.Read(prior, operation.Target);
            Value value = method.Arithmetic.ComputeGeneric(operation.OperatorKind, left, right, integer, operation.IsChecked, operation);
            result = new ValueOperand(value, integer);
        }
        else if (operation.OperatorMethod is { } @operator)
        {
            @operator = method.Constrained.Resolve(@operator, operation.ConstrainedToType);
            result = @operator.IsStatic
                ? method.Calls.CallOperator(operation, @operator, prior, method.Operands.Copy(method.Expressions.Lower(operation.Value), operation.Value))
                : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This compound assignment");
        }
        else
        {
            Value right = method.Expressions.LowerValue(operation.Value);
            TypeShape rightShape = method.ShapeOf(operation.Value);
            Value left = method.Operands.Read(prior, operation.Target);
            result = new ValueOperand(Compute(operation, left, shape, right, rightShape), shape);
        }

        method.Operands.Write(target, result, operation.Target);
        return result;
    }

    /// <summary>Compiles <c>x++</c> and the like.</summary>
    public Operand LowerIncrement(IIncrementOrDecrementOperation operation)
    {
        Operand target = method.Expressions.Lower(operation.Target);
        bool isBuiltIn = operation.OperatorMethod is null || method.Constrained.FindInteger(operation.ConstrainedToType) is not null;
        if (target is Place && !isBuiltIn && operation is { IsLifted: false, OperatorMethod: { IsStatic: true } @operator })
            return LowerIncrement(operation, target, method.Constrained.Resolve(@operator, operation.ConstrainedToType));
        if (target is not Place { Shape: { Kind: ShapeKind.Integer } shape } || operation.IsLifted || !isBuiltIn)
            return target is NothingOperand ? target : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This increment");
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        Value before = method.Operands.Read(prior, operation.Target);
        Value one = method.Builder.Constant(shape.IrType, 1);
        BinaryOperatorKind kind = operation.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        Value after = method.Arithmetic.Compute(kind, before, one, shape, operation.IsChecked, operation);
        after = method.Conversions.Normalize(after, shape, shape, operation.IsChecked);
        method.Operands.Write(target, new ValueOperand(after, shape), operation.Target);
        return new ValueOperand(operation.IsPostfix ? before : after, shape);
    }

    private Operand LowerIncrement(IIncrementOrDecrementOperation operation, Operand target, IMethodSymbol @operator)
    {
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        Operand after = method.Calls.CallOperator(operation, @operator, method.Operands.Copy(prior, operation.Target));
        method.Operands.Write(target, after, operation.Target);
        return operation.IsPostfix ? prior : after;
    }

    /// <summary>Compiles <c>(x, y) = z</c>: the targets are found, the values computed, then stored.</summary>
    public Operand LowerDeconstruction(IDeconstructionAssignmentOperation operation)
    {
        List<(Operand Place, IOperation Operation)> targets = [];
        if (!FindTargets(operation.Target, targets))
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This deconstruction");
        IOperation source = operation.Value;
        while (source is IConversionOperation { OperatorMethod: null, Operand: ITupleOperation or IConversionOperation } conversion)
            source = conversion.Operand;
        Operand[]? values = source is ITupleOperation tuple
            ? [.. tuple.Elements.Select(element => method.Operands.Copy(method.Expressions.Lower(element), element))]
            : method.TypeOf(source) is { IsTupleType: true } ? method.Structs.LowerElements(source)
            : null;
        if (values?.Length != targets.Count)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This deconstruction");
        for (int i = 0; i < values.Length; i++)
        {
            if (targets[i].Place is Place { Shape: var shape } place)
                method.Operands.Write(place, method.Conversions.Convert(values[i], shape, isChecked: false, targets[i].Operation), targets[i].Operation);
        }

        return NothingOperand.Instance;
    }

    private bool FindTargets(IOperation target, List<(Operand Place, IOperation Operation)> targets)
    {
        while (target is IDeclarationExpressionOperation declaration)
            target = declaration.Expression;
        if (target is not ITupleOperation tuple)
            return false;
        foreach (IOperation element in tuple.Elements)
        {
            if (element is ITupleOperation or IDeclarationExpressionOperation { Expression: ITupleOperation })
                return false;
            targets.Add((method.Expressions.Lower(element), element));
        }

        return true;
    }

    private Operand LowerReference(ISimpleAssignmentOperation operation)
    {
        ISymbol? variable = operation.Target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        MemoryPlace place = method.Expressions.LowerPlace(operation.Value);
        if (place.IsConstant && variable is not ILocalSymbol { RefKind: RefKind.RefReadOnly })
            method.Report(TypeDiagnostics.ConstantTable, operation.Value, place.Shape.Type.ToDisplayString());
        if (variable is null || method.Variables.FindAddressSlot(variable) is not { } slot)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This reference");
        method.Builder.Store(VariableTable.AddressAccess, slot, 0, method.Operands.ReferenceTo(place, operation));
        return place;
    }

    // Computed in the type of the operator, as C# does, and brought back to that of the target.
    private Value Compute(ICompoundAssignmentOperation operation, Value left, TypeShape target, Value right, TypeShape rightShape)
    {
        if (target.Kind == ShapeKind.Boolean || target.Kind != ShapeKind.Integer || rightShape.Kind != ShapeKind.Integer)
            return method.Arithmetic.Compute(operation.OperatorKind, left, right, target, operation.IsChecked, operation);
        bool isShift = operation.OperatorKind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        TypeShape shape = !isShift ? rightShape : target.Bits < 32 ? method.Context.Shapes.Int32 : target;
        Value widened = method.Conversions.ConvertInteger(left, target, shape, isChecked: false);
        Value result = method.Arithmetic.Compute(operation.OperatorKind, widened, right, shape, operation.IsChecked, operation);
        return method.Conversions.Normalize(result, shape, target, operation.IsChecked);
    }
}
