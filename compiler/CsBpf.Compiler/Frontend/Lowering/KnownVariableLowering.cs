using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Closures;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles variables away that stand for something of the compiler: a variable of a delegate type, a map, a table, a text or the object itself is
/// set once, and a method that takes one is compiled for each that it is given.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class KnownVariableLowering(MethodLowering method)
{
    private KnownVariables _variables = method.Instance.Known;

    /// <summary>True for the types of such variables; the object's own instance is one, too.</summary>
    public bool IsKnown(ITypeSymbol type) => KnownVariables.IsKnown(method.TypeOf(type)) || method.Members.IsObject(type);

    /// <summary>Compiles the use of a variable; null for one whose value is not of that sort.</summary>
    public Operand? Lower(IOperation operation, ISymbol variable)
    {
        if (_variables.Find(variable) is { } value)
            return value;
        return !IsKnown(CapturedVariable.TypeOf(variable)) ? null
            : method.Context.Sink.HasErrors ? NothingOperand.Instance
            : Refuse(operation, variable);
    }

    /// <summary>Compiles an assignment: the only one of the variable.</summary>
    public Operand LowerAssignment(ISimpleAssignmentOperation operation, ILocalSymbol variable)
    {
        Operand value = method.Expressions.Lower(operation.Value);
        return value is not KnownOperand known ? method.Expressions.IsDiagnosed(value) ? value : Refuse(operation, variable)
            : Declare(variable, known) ? value
            : Refuse(operation, variable);
    }

    /// <summary>Says what a variable stands for; false where it stands for something else already.</summary>
    public bool Declare(ILocalSymbol variable, KnownOperand value)
    {
        if (!SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, method.Method) || _variables.Find(variable) is not null)
            return false;
        _variables = _variables.With(variable, value);
        return true;
    }

    /// <summary>An instance with the values of the variables of this sort that it captures; null where one is not known, which is said.</summary>
    public MethodInstance? Capture(IOperation operation, MethodInstance instance)
    {
        foreach (ISymbol variable in FreeVariables.Of(method.Context.Compilation, instance.Method))
        {
            if (_variables.Find(variable) is null && !IsKnown(CapturedVariable.TypeOf(variable)))
                continue;
            if (Lower(operation, variable) is not KnownOperand known || !method.InnerMaps.CheckPassed(known, operation))
                return null;
            instance = instance with { Known = instance.Known.With(variable, known) };
        }

        return instance;
    }

    private Operand Refuse(IOperation operation, ISymbol variable)
    {
        ITypeSymbol type = method.TypeOf(CapturedVariable.TypeOf(variable));
        return type switch
        {
            { TypeKind: TypeKind.Delegate } => method.Expressions.Refuse(LanguageDiagnostics.Delegate, operation),
            IArrayTypeSymbol => method.Expressions.Refuse(TypeDiagnostics.Array, operation, type.ToDisplayString()),
            _ when type.GetMapType() is not null => method.Expressions.Refuse(MapDiagnostics.MapValue, operation),
            _ when method.Members.IsObject(type) || ComparisonLowering.IsComparer(type) => method.Expressions.Refuse(TypeDiagnostics.HeapType, operation, type.ToDisplayString(), Alternatives.OfType(type)),
            _ => method.Expressions.Refuse(TypeDiagnostics.RuntimeString, operation),
        };
    }
}
