using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Closures;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles delegates away: a variable of a delegate type is set once, to a lambda or a method, and a method that takes a delegate is compiled
/// for each that it is given.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class DelegateLowering(MethodLowering method)
{
    private DelegateArguments _variables = method.Instance.Delegates;

    /// <summary>Compiles what makes a delegate.</summary>
    public Operand LowerCreation(IDelegateCreationOperation operation)
    {
        switch (operation.Target)
        {
            case IFlowAnonymousFunctionOperation { Symbol: var lambda }:
                return Target(operation, lambda);
            case IMethodReferenceOperation { Method: var named } reference:
                bool isKnown = !reference.IsVirtual && (named.IsStatic || named.MethodKind == MethodKind.LocalFunction || method.Members.IsObject(named.ContainingType));
                return isKnown ? Target(operation, named) : method.Expressions.Refuse(LanguageDiagnostics.VirtualCall, operation, named.Name);
            case { Type.TypeKind: TypeKind.Delegate } other:
                return method.Expressions.Lower(other);
            default:
                return method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation);
        }
    }

    /// <summary>Compiles the use of a variable.</summary>
    public Operand LowerVariable(IOperation operation, ISymbol variable) =>
        _variables.Find(variable) is { } target ? new DelegateOperand(target)
        : method.Context.Sink.HasErrors ? NothingOperand.Instance
        : method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation);

    /// <summary>Compiles an assignment: the only one of the variable.</summary>
    public Operand LowerAssignment(ISimpleAssignmentOperation operation, ILocalSymbol variable)
    {
        Operand value = method.Expressions.Lower(operation.Value);
        bool isFirst = SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, method.Method) && _variables.Find(variable) is null;
        if (value is not DelegateOperand { Target: var target } || !isFirst)
            return method.Expressions.IsDiagnosed(value) ? value : method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation);
        _variables = _variables.With(variable, target);
        return value;
    }

    /// <summary>Compiles the call of a delegate.</summary>
    public Operand LowerCall(IInvocationOperation operation)
    {
        Operand instance = operation.Instance is null ? NothingOperand.Instance : method.Expressions.Lower(operation.Instance);
        if (instance is DelegateOperand { Target: var target })
            return method.Framework.TryLower(operation, target.Method) ?? method.Calls.Call(operation, target, null, method.Calls.LowerArguments(operation.Arguments));
        return method.Expressions.IsDiagnosed(instance) ? instance : method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation);
    }

    /// <summary>An instance with what the variables of delegate types call that it captures; null where one is not known, which is said.</summary>
    public MethodInstance? Capture(IOperation operation, MethodInstance instance)
    {
        foreach (ISymbol variable in FreeVariables.Of(method.Context.Compilation, instance.Method))
        {
            if (CapturedVariable.TypeOf(variable).TypeKind != TypeKind.Delegate)
                continue;
            if (LowerVariable(operation, variable) is not DelegateOperand { Target: var target })
                return null;
            instance = instance with { Delegates = instance.Delegates.With(variable, target) };
        }

        return instance;
    }

    private Operand Target(IOperation operation, IMethodSymbol target) =>
        Capture(operation, MethodInstance.Of(target, method.Context.TypeArguments)) is { } instance ? new DelegateOperand(instance) : NothingOperand.Instance;
}
