using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Compiler.Frontend;

/// <summary>Places in the C# source.</summary>
internal static class SourceLocations
{
    /// <summary>The start of a location.</summary>
    public static SourceLocation Of(Location location)
    {
        if (location.SourceTree is not { } tree)
            return default;
        LinePosition start = tree.GetLineSpan(location.SourceSpan).StartLinePosition;
        return new SourceLocation(tree.FilePath, start.Line + 1, start.Character + 1);
    }

    /// <summary>Where a syntax does what it does: of <c>a.b.c</c> it is <c>c</c>, so that each step of a chain has its own column.</summary>
    public static SourceLocation Of(SyntaxNode syntax)
    {
        SyntaxNode place = syntax is InvocationExpressionSyntax invocation ? invocation.Expression : syntax;
        place = place switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => place,
        };
        return Of(place.GetLocation());
    }
}
