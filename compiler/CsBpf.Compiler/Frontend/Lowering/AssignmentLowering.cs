using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles assignments.</summary>
/// <param name="method">The method.</param>
internal sealed class AssignmentLowering(MethodLowering method)
{
    /// <summary>Compiles <c>x = y</c> and <c>x = ref y</c>.</summary>
    public Operand LowerSimple(ISimpleAssignmentOperation operation)
    {
        // Roslyn does not mark the assignments that 'foreach (ref …)' and initializers make.
        if (operation.IsRef || (operation.IsImplicit
            && operation.Target is ILocalReferenceOperation { Local: { IsForEach: true, IsRef: true } } or IFieldReferenceOperation { Field.RefKind: not RefKind.None }))
            return LowerReference(operation);
        if (operation.Target is ILocalReferenceOperation { Local.IsConst: true })
            return NothingOperand.Instance;
        if (operation.Target is ILocalReferenceOperation { Local: var local } && method.Known.IsKnown(local.Type))
            return method.Known.LowerAssignment(operation, local);
        Operand target = method.Expressions.Lower(operation.Target);
        // A variable that can't be there: what it would hold is not worth a word of its own.
        if (method.Expressions.IsDiagnosed(target))
            return target;
        Operand value = method.Expressions.Lower(operation.Value);
        if (method.Expressions.IsDiagnosed(value))
            return value;
        if (value is Place { Shape.IsScalar: true } place)
            value = new ValueOperand(method.Operands.Read(place, operation.Value), place.Shape);
        else if (value is AccessorPlace accessor)
            value = accessor.Read();
        method.Operands.Write(target, value, operation.Target);
        // What was written to a map is not read back: another processor may have removed it.
        return value is ValueOperand || target is AccessorPlace ? value : target;
    }

    /// <summary>Compiles <c>x op= y</c>.</summary>
    public Operand LowerCompound(ICompoundAssignmentOperation operation)
    {
        Operand target = method.Expressions.Lower(operation.Target);
        bool isLifted = operation is { IsLifted: true, OperatorMethod: null };
        if (isLifted && target is Place nullable && NullableLowering.IsNullable(nullable.Shape))
            return LowerLifted(operation, nullable);
        if (operation.OperatorMethod is { IsStatic: false } own)
            return LowerOwn(operation, target, own, operation.ConstrainedToType, [method.Calls.LowerOperand(operation.Value, own.Parameters[0])]);
        if (target is MemoryPlace { Shape.PointerElement: not null } pointer)
            return method.Pointers.LowerCompound(operation, pointer);
        if (operation.Target.Type is { TypeKind: TypeKind.Delegate })
            return method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation);
        if (target is not Place { Shape: var shape } || operation.IsLifted)
            return target is NothingOperand ? target : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This compound assignment");
        // An operator that takes its operands by reference looks at the variable itself.
        bool isReference = target is MemoryPlace && operation.OperatorMethod is { Parameters: [{ RefKind: not RefKind.None }, _] };
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? (isReference ? target : method.Operands.Copy(target, operation.Target));
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
            result = method.Calls.CallOperator(operation, @operator, prior, method.Calls.LowerOperand(operation.Value, @operator.Parameters[1]));
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
        if (operation.OperatorMethod is { IsStatic: false } own && !isBuiltIn)
            return LowerOwn(operation, target, own, operation.ConstrainedToType, []);
        if (target is Place && !isBuiltIn && operation is { IsLifted: false, OperatorMethod: { IsStatic: true } @operator })
            return LowerIncrement(operation, target, method.Constrained.Resolve(@operator, operation.ConstrainedToType));
        if (target is Place nullable && isBuiltIn && operation is { IsLifted: true } && NullableLowering.IsNullable(nullable.Shape))
            return LowerLifted(operation, nullable);
        if (target is MemoryPlace { Shape.PointerElement: not null } pointer)
            return method.Pointers.LowerIncrement(operation, pointer);
        if (target is not Place { Shape: { Kind: ShapeKind.Integer } shape } || operation.IsLifted || !isBuiltIn)
            return target is NothingOperand ? target : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This increment");
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        Value before = method.Operands.Read(prior, operation.Target);
        Value after = Increment(operation, before, shape);
        method.Operands.Write(target, new ValueOperand(after, shape), operation.Target);
        return new ValueOperand(operation.IsPostfix ? before : after, shape);
    }

    /// <summary>Calls an operator that changes its target, which C# wants to be a variable.</summary>
    private Operand LowerOwn(IOperation operation, Operand target, IMethodSymbol @operator, ITypeSymbol? constrained, Operand[] arguments)
    {
        if (target is MemoryPlace place)
            method.Calls.Call(operation, method.Constrained.Resolve(@operator, constrained), place, arguments);
        return target;
    }

    // Where there is no value, none comes of it.
    private Operand LowerLifted(ICompoundAssignmentOperation operation, Place target)
    {
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        MemoryPlace left = method.Operands.Materialize(prior, operation.Target);
        MemoryPlace right = method.Operands.Materialize(
            method.Operands.Copy(method.Expressions.Lower(operation.Value), operation.Value), operation.Value);
        bool mayMiss = NullableLowering.IsNullable(right.Shape);
        MemoryPlace rightValue = mayMiss ? NullableLowering.ValueOf(right) : right;
        MemoryPlace leftValue = NullableLowering.ValueOf(left);
        if (leftValue.Shape.Kind == ShapeKind.Boolean && rightValue.Shape.Kind == ShapeKind.Boolean)
            return LowerTruth(operation, target, left, right);
        if (leftValue.Shape.Kind != ShapeKind.Integer || rightValue.Shape.Kind != ShapeKind.Integer)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This compound assignment");
        Value hasBoth = method.Nullables.HasValue(left);
        if (mayMiss)
            hasBoth = method.Builder.Binary(Opcode.And, hasBoth, method.Nullables.HasValue(right));
        Operand result = method.Nullables.Compute(target.Shape, hasBoth, operation, () => new ValueOperand(
            Compute(operation, method.Operands.ReadMemory(leftValue), leftValue.Shape, ReadRight(), rightValue.Shape),
            leftValue.Shape));
        method.Operands.Write(target, result, operation.Target);
        return result;

        Value ReadRight() => method.Operands.ReadMemory(rightValue);
    }

    private Operand LowerTruth(ICompoundAssignmentOperation operation, Place target, MemoryPlace left, MemoryPlace right)
    {
        if (!NullableLowering.IsNullable(right.Shape))
            right = method.Operands.Materialize(method.Nullables.Convert(right, right.Shape, left.Shape, isChecked: false, operation), operation);
        Operand result = operation.OperatorKind is BinaryOperatorKind.And or BinaryOperatorKind.Or
            ? method.Nullables.ComputeTruth(operation.OperatorKind, left, right)
            : method.Nullables.Compute(
                left.Shape,
                method.Builder.Binary(Opcode.And, method.Nullables.HasValue(left), method.Nullables.HasValue(right)),
                operation,
                () => new ValueOperand(
                    method.Builder.Binary(
                        Opcode.Xor, method.Operands.ReadMemory(NullableLowering.ValueOf(left)), method.Operands.ReadMemory(NullableLowering.ValueOf(right))),
                    method.Context.Shapes.Boolean));
        method.Operands.Write(target, result, operation.Target);
        return result;
    }

    private Operand LowerLifted(IIncrementOrDecrementOperation operation, Place target)
    {
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        MemoryPlace place = method.Operands.Materialize(prior, operation.Target);
        MemoryPlace value = NullableLowering.ValueOf(place);
        if (value.Shape.Kind != ShapeKind.Integer)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This increment");
        Operand after = method.Nullables.Compute(target.Shape, method.Nullables.HasValue(place), operation, () =>
            new ValueOperand(Increment(operation, method.Operands.ReadMemory(value), value.Shape), value.Shape));
        method.Operands.Write(target, after, operation.Target);
        return operation.IsPostfix ? prior : after;
    }

    private Value Increment(IIncrementOrDecrementOperation operation, Value before, TypeShape shape)
    {
        Value one = method.Builder.Constant(shape.IrType, 1);
        BinaryOperatorKind kind = operation.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        Value after = method.Arithmetic.Compute(kind, before, one, shape, operation.IsChecked, operation);
        return method.Conversions.Normalize(after, shape, shape, operation.IsChecked);
    }

    private Operand LowerIncrement(IIncrementOrDecrementOperation operation, Operand target, IMethodSymbol @operator)
    {
        Operand prior = method.Captures.FindPriorValue(operation.Target) ?? method.Operands.Copy(target, operation.Target);
        Operand after = method.Calls.CallOperator(operation, @operator, method.Operands.Copy(prior, operation.Target));
        method.Operands.Write(target, after, operation.Target);
        return operation.IsPostfix ? prior : after;
    }

    /// <summary>The variable that an operation names; null for others.</summary>
    public static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private Operand LowerReference(ISimpleAssignmentOperation operation)
    {
        ISymbol? variable = operation.Target switch
        {
            IFlowCaptureReferenceOperation capture => method.Captures.FindVariable(capture),
            var target => VariableOf(target),
        };
        MemoryPlace? field = operation.Target is IFieldReferenceOperation { Field.RefKind: not RefKind.None } reference ? method.Members.FindField(reference) : null;
        MemoryPlace place = method.Expressions.LowerPlace(operation.Value);
        Value? slot = field is not null ? method.Operands.AddressOf(field) : variable is not null ? method.Variables.FindAddressSlot(variable) : null;
        if (slot is null)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This reference");
        bool isReadOnly = operation.Target is ILocalReferenceOperation { Local.RefKind: RefKind.RefReadOnly } or IFieldReferenceOperation { Field.RefKind: RefKind.RefReadOnly };
        Value address = isReadOnly
            ? method.Operands.ReferenceTo(place, operation.Value)
            : method.Operands.WritableReferenceTo(place, operation.Value);
        method.Builder.Store(VariableTable.AddressAccess, slot, 0, address);
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
        // A shift is never checked; that its result fits the target is.
        bool isChecked = operation.IsChecked || (isShift && method.Conversions.IsInCheckedContext(operation));
        return method.Conversions.Normalize(result, shape, target, isChecked);
    }
}
