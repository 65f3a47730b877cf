using CsBpf.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Tells the mistakes in a method from what follows from them, which is not worth a word of its own.</summary>
/// <param name="sink">What was said so far.</param>
internal sealed class Mistakes(DiagnosticSink sink)
{
    private readonly List<(string Id, SyntaxNode Place)> _said = [];

    /// <summary>True for what is no consequence of something that was said before; it counts as said from now on.</summary>
    public bool IsNew(DiagnosticDescriptor descriptor, IOperation operation)
    {
        if (descriptor.DefaultSeverity != DiagnosticSeverity.Error)
            return true;
        SyntaxNode place = operation.Syntax;
        StatementSyntax? statement = StatementOf(place);
        bool isNew = !_said.Exists(said => IsPartOf(said.Place, place) || (said.Id == descriptor.Id && StatementOf(said.Place) == statement))
            && !(statement is LocalDeclarationStatementSyntax && sink.HasErrorIn(statement, descriptor.Id))
            && !operation.DescendantsAndSelf().Any(IsRefused);
        if (isNew)
            _said.Add((descriptor.Id, place));
        return isNew;
    }

    private static bool IsPartOf(SyntaxNode one, SyntaxNode other) => one.Span.IntersectsWith(other.Span) && (one.Contains(other) || other.Contains(one));

    private static StatementSyntax? StatementOf(SyntaxNode place) => place.FirstAncestorOrSelf<StatementSyntax>();

    // The declaration has been told to change.
    private bool IsRefused(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: var local } => sink.HasErrorAt(local.Locations),
        IParameterReferenceOperation { Parameter: var parameter } => sink.HasErrorAt(parameter.Locations),
        IFieldReferenceOperation { Field: var field } => sink.HasErrorAt(field.Locations),
        _ => false,
    };
}
