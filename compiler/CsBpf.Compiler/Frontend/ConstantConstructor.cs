using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>Runs a constructor of a struct that only stores what it is given, or what arithmetic makes of that.</summary>
/// <param name="constructor">The constructor.</param>
/// <param name="layout">Where the fields are.</param>
/// <param name="compilation">Where it is declared.</param>
/// <param name="values">Knows the constructor's arguments.</param>
internal sealed class ConstantConstructor(IMethodSymbol constructor, StructLayout layout, Compilation compilation, InitialValue values)
{
    /// <summary>Writes what it makes.</summary>
    /// <returns>False where that is not a constant.</returns>
    public bool TryWrite(Span<byte> bytes)
    {
        if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } syntax)
            return false;
        if (syntax is TypeDeclarationSyntax)
            return TryInitialize(syntax, bytes);
        return compilation.ModelOf(syntax).GetOperation(syntax) is IConstructorBodyOperation body
            && (body.Initializer is null ? TryInitialize(syntax, bytes) : TryCallOther(body.Initializer, bytes))
            && TryRun(body.BlockBody ?? body.ExpressionBody, bytes);
    }

    // What C# puts before the body: parameters that are properties or that members use, then initializers.
    private bool TryInitialize(SyntaxNode syntax, Span<byte> bytes)
    {
        foreach (IParameterSymbol parameter in syntax is TypeDeclarationSyntax ? constructor.Parameters : [])
        {
            LayoutField? field = layout.Find(parameter) ?? layout.Fields.FirstOrDefault(field => IsPropertyOf(parameter, field));
            if (field is not null && !values.TryWrite(parameter, field.Shape, bytes[field.Offset..]))
                return false;
        }

        foreach (LayoutField field in layout.Fields)
        {
            if (field.Symbol is { } symbol && InitialValue.Find(compilation, symbol.OriginalDefinition) is { } value
                && !values.TryWrite(value, field.Shape, bytes[field.Offset..]))
                return false;
        }

        return true;
    }

    private static bool IsPropertyOf(IParameterSymbol parameter, LayoutField field) =>
        field.Symbol?.AssociatedSymbol is { } property
        && property.DeclaringSyntaxReferences.Any(declared => declared.GetSyntax() is ParameterSyntax name && name.Identifier.ValueText == parameter.Name);

    private bool TryCallOther(IOperation initializer, Span<byte> bytes)
    {
        while (initializer is IExpressionStatementOperation statement)
            initializer = statement.Operation;
        return initializer is IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Constructor } other } call
            && values.TryConstruct(other, call.Arguments, layout, bytes);
    }

    private bool TryRun(IBlockOperation? block, Span<byte> bytes)
    {
        foreach (IOperation statement in block?.Operations ?? [])
        {
            if (statement is not IExpressionStatementOperation { Operation: ISimpleAssignmentOperation or IDeconstructionAssignmentOperation } expression
                || !TryAssign((IAssignmentOperation)expression.Operation, bytes))
                return false;
        }

        return true;
    }

    private bool TryAssign(IAssignmentOperation assignment, Span<byte> bytes)
    {
        if (assignment.Target is not ITupleOperation targets)
            return values.TryWriteMember(assignment.Target, assignment.Value, layout, bytes);
        IOperation source = assignment.Value is IConversionOperation { OperatorMethod: null, Operand: var operand } ? operand : assignment.Value;
        if (source is not ITupleOperation { Elements: var elements } || elements.Length != targets.Elements.Length)
            return false;
        for (int i = 0; i < elements.Length; i++)
        {
            if (!values.TryWriteMember(targets.Elements[i], elements[i], layout, bytes))
                return false;
        }

        return true;
    }
}
