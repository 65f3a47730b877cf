using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary><c>stackalloc</c>, for which Roslyn has no operation: what it is must be read from its syntax.</summary>
internal static class StackAllocation
{
    /// <summary>What a frame has, in bytes.</summary>
    public const int LargestSize = 512;

    /// <summary>True for a <c>stackalloc</c>.</summary>
    public static bool IsOne(IOperation operation) =>
        operation.Kind == OperationKind.None
        && operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax;

    /// <summary>
    /// True where a call of the method may come to it twice: each time it would give other memory, and here there is but one place.
    /// </summary>
    public static bool MayRunAgain(SyntaxNode allocation)
    {
        foreach (SyntaxNode outer in allocation.Ancestors())
        {
            if (outer is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
                return true;
            if (outer is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
                or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax)
                return outer.DescendantNodes().Any(node => node is GotoStatementSyntax);
        }

        return false;
    }
}
