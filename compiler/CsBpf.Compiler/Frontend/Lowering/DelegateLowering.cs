using CsBpf.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles delegates away: what each calls is known when the program is compiled.</summary>
/// <param name="method">The method.</param>
internal sealed class DelegateLowering(MethodLowering method)
{
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

    /// <summary>Compiles the call of a delegate.</summary>
    public Operand LowerCall(IInvocationOperation operation)
    {
        Operand instance = operation.Instance is null ? NothingOperand.Instance : method.Expressions.Lower(operation.Instance);
        if (instance is DelegateOperand { Target: var target })
            return method.Framework.TryLower(operation, target.Method) ?? method.Calls.Call(operation, target, null, method.Calls.LowerArguments(operation.Arguments));
        return method.Expressions.IsDiagnosed(instance) ? instance : method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation);
    }

    private Operand Target(IOperation operation, IMethodSymbol target) =>
        method.Known.Capture(operation, MethodInstance.Of(target, method.Context.TypeArguments)) is { } instance ? new DelegateOperand(instance) : NothingOperand.Instance;
}
