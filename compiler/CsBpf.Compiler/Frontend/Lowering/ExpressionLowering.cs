using System.Runtime.CompilerServices;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Finds for each operation the class that compiles it.</summary>
/// <param name="method">The method.</param>
internal sealed class ExpressionLowering(MethodLowering method)
{
    private bool _isTooDeep;

    /// <summary>Compiles an operation whose result nobody wants.</summary>
    public void LowerStatement(IOperation operation)
    {
        Operand operand = Lower(operation is IExpressionStatementOperation statement ? statement.Operation : operation);
        // C# reads what stands alone, and the read may fault.
        if (operand is AccessorPlace place)
            place.Read();
    }

    /// <summary>The value of an expression.</summary>
    public Value LowerValue(IOperation operation)
    {
        Operand operand = Lower(operation);
        return At(operation, () => method.Operands.Read(operand, operation));
    }

    /// <summary>The memory that an expression stands for; where it stands for a value, memory that holds it.</summary>
    public MemoryPlace LowerPlace(IOperation operation)
    {
        Operand operand = Lower(operation);
        return At(operation, () => method.Operands.Materialize(operand, operation));
    }

    /// <summary>What an expression is.</summary>
    public Operand Lower(IOperation operation)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // On the way out each operand would be too deep again.
            if (!_isTooDeep)
                method.Report(LanguageDiagnostics.TooDeep, operation);
            _isTooDeep = true;
            return NothingOperand.Instance;
        }

        return At(operation, () => operation.ConstantValue.HasValue && !IsCapturedTruth(operation) ? LowerConstant(operation) : Dispatch(operation));
    }

    /// <summary>
    /// True for what Roslyn has captured of <c>&amp;&amp;</c> and <c>||</c>. Of constants, it says there what they are without the <c>!</c> before them,
    /// which is in the capture.
    /// </summary>
    public static bool IsCapturedTruth(IOperation operation) => operation is IFlowCaptureReferenceOperation { Type.SpecialType: SpecialType.System_Boolean };

    private Operand Dispatch(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => LowerVariable(local, local.Local),
        IParameterReferenceOperation parameter => method.Members.FindCaptured(parameter.Parameter) ?? LowerVariable(parameter, parameter.Parameter),
        IInstanceReferenceOperation instance => method.Members.LowerInstance(instance),
        IFieldReferenceOperation { Field.IsFixedSizeBuffer: true } buffer => method.Pointers.LowerBuffer(buffer),
        IFieldReferenceOperation field => method.Members.LowerField(field),
        IPropertyReferenceOperation property => method.Members.LowerProperty(property),
        IInlineArrayAccessOperation access => method.Elements.LowerInlineArray(access),
        IImplicitIndexerReferenceOperation access => method.Spans.LowerImplicitIndexer(access),
        IUtf8StringOperation text => method.Spans.LowerUtf8(text),
        ICollectionExpressionOperation collection => method.Spans.LowerCollection(collection),
        IFlowCaptureOperation capture => LowerCapture(capture),
        IFlowCaptureReferenceOperation capture => method.Captures.Find(capture),
        IDeclarationExpressionOperation declaration => Lower(declaration.Expression),
        IDiscardOperation discard => new DiscardPlace(method.ShapeOf(discard)),
        ISimpleAssignmentOperation assignment => method.Assignments.LowerSimple(assignment),
        ICompoundAssignmentOperation assignment => method.Assignments.LowerCompound(assignment),
        IIncrementOrDecrementOperation increment => method.Assignments.LowerIncrement(increment),
        IDeconstructionAssignmentOperation assignment => method.Deconstructions.Lower(assignment),
        ITupleBinaryOperation tuples => new TupleEquality(method).Lower(tuples),
        IRangeOperation range => method.Indexes.LowerRange(range),
        IUnaryOperation unary => method.Arithmetic.LowerUnary(unary),
        IBinaryOperation binary => method.Arithmetic.LowerBinary(binary),
        IConversionOperation conversion => method.Conversions.Lower(conversion),
        IIsNullOperation isNull => method.Nullables.LowerIsNull(isNull),
        IIsPatternOperation isPattern => method.Patterns.Lower(isPattern),
        IIsTypeOperation isType => Refuse(KernelDiagnostics.TypeTest, isType, isType.TypeOperand.ToDisplayString()),
        IInvocationOperation invocation => method.Calls.Lower(invocation),
        IObjectCreationOperation creation => method.Structs.LowerCreation(creation),
        ITypeParameterObjectCreationOperation creation => method.Structs.LowerCreation(creation),
        IDefaultValueOperation value => method.Structs.LowerDefault(value),
        IAddressOfOperation address => method.Pointers.LowerAddressOf(address.Reference, address),
        ITupleOperation tuple => method.Structs.LowerTuple(tuple),
        ISizeOfOperation size => LowerSizeOf(size),
        IParenthesizedOperation parenthesized => Lower(parenthesized.Operand),
        IDelegateCreationOperation creation => method.Delegates.LowerCreation(creation),
        IFlowAnonymousFunctionOperation or IMethodReferenceOperation => Refuse(LanguageDiagnostics.Delegate, operation),
        IArrayCreationOperation or IAnonymousObjectCreationOperation =>
            Refuse(LanguageDiagnostics.HeapAllocation, operation, operation.Type?.ToDisplayString(), Alternatives.OfAllocation(operation.Type)),
        IArrayElementReferenceOperation element => method.Tables.LowerElement(element),
        IInterpolatedStringOperation text => Refuse(TypeDiagnostics.RuntimeString, text),
        IEventReferenceOperation or IEventAssignmentOperation => Refuse(LanguageDiagnostics.Delegate, operation),
        ITypeOfOperation type => Refuse(TypeDiagnostics.HeapType, type, type.Type?.ToDisplayString(), Alternatives.OfType(type.Type!)),
        IAwaitOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation => Refuse(LanguageDiagnostics.UnsupportedOperation, operation, Describe(operation)),
        _ => method.Spans.TryLowerStackAlloc(operation) ?? method.Pointers.TryLower(operation)
            ?? Refuse(LanguageDiagnostics.UnsupportedOperation, operation, Describe(operation)),
    };

    /// <summary>Says that an operation can't be compiled.</summary>
    public Operand Refuse(DiagnosticDescriptor descriptor, IOperation operation, params object?[] arguments)
    {
        method.Report(descriptor, operation, arguments);
        return NothingOperand.Instance;
    }

    /// <summary>True for an operand that is nothing because it was diagnosed: what is done with it needs no second word.</summary>
    public bool IsDiagnosed(Operand operand) => operand is NothingOperand && method.Context.Sink.HasErrors;

    /// <summary>True for what a member is taken of, where it is nothing because it was diagnosed.</summary>
    public bool IsDiagnosed(IOperation? instance) => instance is not null && IsDiagnosed(Lower(instance));

    private Operand LowerConstant(IOperation operation)
    {
        object? constant = operation.ConstantValue.Value;
        if (constant is string text)
            return new TextOperand(text);
        // null is the same for every class; objects of any other class than the kernel's are diagnosed where they would be used.
        if (constant is null && operation.Type is not { IsValueType: true })
            return new ValueOperand(method.Builder.Constant(IrType.KernelPointer, 0), method.Context.Shapes[operation.Type ?? method.Context.Compilation.ObjectType]);
        TypeShape shape = method.ShapeOf(operation);
        if (shape.IsScalar)
            return new ValueOperand(method.Builder.Constant(shape.IrType, ConstantValues.ToInt64(constant) ?? 0), shape);
        return shape.IsAggregate && constant is null ? method.Structs.Default(shape) : NothingOperand.Instance;
    }

    private Operand LowerVariable(IOperation operation, ISymbol variable)
    {
        if (method.Known.Lower(operation, variable) is { } known)
            return known;
        if (variable is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } && method.Members.IsObject(constructor.ContainingType))
            return Refuse(TypeDiagnostics.CapturedParameter, operation, variable.Name, "no constructor runs in the kernel", "declare a readonly field, which user space sets between Open and Load");
        return (Operand?)method.Variables.Find(variable) ?? NothingOperand.Instance;
    }

    private Operand LowerCapture(IFlowCaptureOperation capture)
    {
        method.Captures.Define(capture);
        return NothingOperand.Instance;
    }

    private Operand LowerSizeOf(ISizeOfOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation.TypeOperand, operation);
        // As large as on the CLR; programs have no memory of pointers.
        if (shape.PointerElement is not null)
            return new ValueOperand(method.Builder.Constant(IrType.I32, sizeof(long)), method.Context.Shapes.Int32);
        return new ValueOperand(method.Builder.Constant(IrType.I32, shape.Size), method.Context.Shapes.Int32);
    }

    // Values belong to the place of the operation that computes them, not to that of the last operand.
    private T At<T>(IOperation operation, Func<T> lower)
    {
        SourceLocation outer = method.Builder.Location;
        method.Builder.Location = SourceLocations.Of(operation.Syntax);
        T result = lower();
        method.Builder.Location = outer;
        return result;
    }

    private static string Describe(IOperation operation)
    {
        string text = operation.Syntax.ToString();
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return $"'{(end >= 0 ? text[..end] + "…" : text)}'";
    }
}
