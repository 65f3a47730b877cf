using CsBpf.Compiler.Frontend.Closures;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>A method with what stands for its type parameters and its known variables: a function of its own for each set of them.</summary>
/// <param name="Method">The method as declared.</param>
/// <param name="Types">The types.</param>
internal sealed record MethodInstance(IMethodSymbol Method, TypeArguments Types)
{
    /// <summary>Its parameters, and the variables that it captures, whose value is known: delegates, maps, tables, texts.</summary>
    public KnownVariables Known { get; init; } = KnownVariables.None;

    /// <summary>Of a member that an interface has a body for: the struct that it is called on.</summary>
    public ITypeSymbol? Implementer { get; init; }

    /// <summary>The type of the struct that it is called on; null where it is called on none.</summary>
    public ITypeSymbol? ReceiverType => Method.IsStatic || Method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction
        ? null
        : Method.ContainingType.IsValueType ? Method.ContainingType : Implementer;

    /// <summary>How deep its type arguments are nested in each other, or its delegates.</summary>
    public int Depth => Math.Max(Types.Depth, Known.Depth);

    /// <summary>The instance that a caller means.</summary>
    /// <param name="method">The method, as the caller names it.</param>
    /// <param name="caller">The types that stand for the caller's type parameters.</param>
    public static MethodInstance Of(IMethodSymbol method, TypeArguments caller) =>
        new(WithBody(method.OriginalDefinition), TypeArguments.Of(method, caller));

    // The parameters that the body of a partial member names are those of the part that has it.
    private static IMethodSymbol WithBody(IMethodSymbol method) => (method.AssociatedSymbol as IPropertySymbol)?.PartialImplementationPart switch
    {
        null => method.PartialImplementationPart ?? method,
        var property => (method.MethodKind == MethodKind.PropertyGet ? property.GetMethod : property.SetMethod) ?? method,
    };

    /// <inheritdoc/>
    public bool Equals(MethodInstance? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(Method, other.Method) && Types.Equals(other.Types) && Known.Equals(other.Known)
        && SymbolEqualityComparer.Default.Equals(Implementer, other.Implementer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SymbolEqualityComparer.Default.GetHashCode(Method), Types, Known);
}
