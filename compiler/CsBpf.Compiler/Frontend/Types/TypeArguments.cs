using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>The types that stand for the type parameters of a method and of what is around it.</summary>
internal sealed class TypeArguments : IEquatable<TypeArguments>
{
    /// <summary>Those of code that is not generic.</summary>
    public static readonly TypeArguments None = new([]);

    private readonly ImmutableArray<(ITypeParameterSymbol Parameter, ITypeSymbol Type)> _arguments;

    private TypeArguments(ImmutableArray<(ITypeParameterSymbol Parameter, ITypeSymbol Type)> arguments) => _arguments = arguments;

    /// <summary>The types, those of the outermost declaration first.</summary>
    public IEnumerable<ITypeSymbol> Types => _arguments.Select(argument => argument.Type);

    /// <summary>How deep the types are nested in each other: 1 for <c>int</c>, 2 for <c>Pair&lt;int&gt;</c>.</summary>
    public int Depth => Types.Select(DepthOf).DefaultIfEmpty().Max();

    /// <summary>The type arguments of a method that is called, or of a member's type.</summary>
    /// <param name="symbol">The method or type as the caller names it: its type arguments may be type parameters of the caller.</param>
    /// <param name="caller">The types that stand for these; a local function has those of the method around it.</param>
    public static TypeArguments Of(ISymbol symbol, TypeArguments caller)
    {
        var arguments = new List<(ITypeParameterSymbol, ITypeSymbol)>();
        for (ISymbol? around = symbol; around is IMethodSymbol or INamedTypeSymbol; around = around.ContainingSymbol)
        {
            (ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> types) = around switch
            {
                IMethodSymbol method => (method.OriginalDefinition.TypeParameters, method.TypeArguments),
                INamedTypeSymbol type => (type.OriginalDefinition.TypeParameters, type.TypeArguments),
                _ => ([], []),
            };
            arguments.InsertRange(0, parameters.Zip(types, (parameter, type) => (parameter, caller.Substitute(type))));
        }

        return arguments.Count == 0 ? None : new TypeArguments([.. arguments]);
    }

    /// <summary>A type with all type parameters replaced.</summary>
    public ITypeSymbol Substitute(ITypeSymbol type) => type switch
    {
        _ when _arguments.IsEmpty => type,
        ITypeParameterSymbol parameter => Find(parameter) ?? type,
        INamedTypeSymbol { IsGenericType: true } named => Substitute(named),
        _ => type,
    };

    /// <summary>A member of the type that its containing type is with all type parameters replaced.</summary>
    public T Substitute<T>(T member)
        where T : class, ISymbol
    {
        if (_arguments.IsEmpty || member.ContainingType is not { IsGenericType: true } containing)
            return member;
        IEnumerable<T> candidates = Substitute(containing).GetMembers(member.Name).OfType<T>();
        return candidates.First(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member.OriginalDefinition));
    }

    /// <summary>True for the same types; whose they are, the method says.</summary>
    public bool Equals(TypeArguments? other) =>
        other is not null && Types.SequenceEqual(other.Types, SymbolEqualityComparer.Default);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TypeArguments);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (ITypeSymbol type in Types)
            hash.Add(type, SymbolEqualityComparer.Default);
        return hash.ToHashCode();
    }

    private INamedTypeSymbol Substitute(INamedTypeSymbol type)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        if (type.ContainingType is { IsGenericType: true } outer)
            definition = Substitute(outer).GetTypeMembers(type.Name, type.Arity).First();
        return type.Arity == 0 ? definition : definition.Construct([.. type.TypeArguments.Select(Substitute)]);
    }

    // Those of a local function are others in each semantic model; the function itself is the same.
    private ITypeSymbol? Find(ITypeParameterSymbol parameter) =>
        _arguments.FirstOrDefault(argument => argument.Parameter.Ordinal == parameter.Ordinal
            && SymbolEqualityComparer.Default.Equals(argument.Parameter.ContainingSymbol, parameter.OriginalDefinition.ContainingSymbol)).Type;

    private static int DepthOf(ITypeSymbol type) =>
        1 + (type is INamedTypeSymbol named ? named.TypeArguments.Select(DepthOf).DefaultIfEmpty().Max() : 0);
}
