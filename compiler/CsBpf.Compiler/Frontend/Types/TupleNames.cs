using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>The names of tuples' elements, which make no other type of a tuple.</summary>
internal static class TupleNames
{
    /// <summary>The type without such names, in its type arguments, too.</summary>
    public static ITypeSymbol Remove(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false } named || !HasNames(named))
            return type;
        INamedTypeSymbol unnamed = named.TupleUnderlyingType ?? named;
        INamedTypeSymbol definition = unnamed.ContainingType is { IsGenericType: true } outer
            ? ((INamedTypeSymbol)Remove(outer)).GetTypeMembers(unnamed.Name, unnamed.Arity).First()
            : unnamed.OriginalDefinition;
        return unnamed.Arity == 0 ? definition : definition.Construct([.. unnamed.TypeArguments.Select(Remove)]);
    }

    private static bool HasNames(ITypeSymbol type) => type is INamedTypeSymbol named
        && ((named.IsTupleType && named.TupleElements.Any(element => element.IsExplicitlyNamedTupleElement))
            || named.TypeArguments.Any(HasNames)
            || (named.ContainingType is { } outer && HasNames(outer)));
}
