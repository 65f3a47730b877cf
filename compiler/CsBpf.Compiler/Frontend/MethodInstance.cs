using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>A method with the types that stand for its type parameters: a function of its own for each set of them.</summary>
/// <param name="Method">The method as declared.</param>
/// <param name="Types">The types.</param>
internal sealed record MethodInstance(IMethodSymbol Method, TypeArguments Types)
{
    /// <summary>The instance that a caller means.</summary>
    /// <param name="method">The method, as the caller names it.</param>
    /// <param name="caller">The types that stand for the caller's type parameters.</param>
    public static MethodInstance Of(IMethodSymbol method, TypeArguments caller) =>
        new(method.OriginalDefinition, TypeArguments.Of(method, caller));

    /// <inheritdoc/>
    public bool Equals(MethodInstance? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(Method, other.Method) && Types.Equals(other.Types);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SymbolEqualityComparer.Default.GetHashCode(Method), Types);
}
