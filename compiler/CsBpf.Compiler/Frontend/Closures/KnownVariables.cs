using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Closures;

/// <summary>Variables whose value is known when the program is compiled: none of them exists when it runs.</summary>
internal sealed class KnownVariables : IEquatable<KnownVariables>
{
    /// <summary>Those of code without such variables.</summary>
    public static readonly KnownVariables None = new([]);

    private readonly ImmutableArray<(ISymbol Variable, KnownOperand Value)> _variables;

    private KnownVariables(ImmutableArray<(ISymbol Variable, KnownOperand Value)> variables) => _variables = variables;

    /// <summary>What those of delegate types call.</summary>
    public IEnumerable<MethodInstance> Targets => _variables.Select(variable => variable.Value).OfType<DelegateOperand>().Select(value => value.Target);

    /// <summary>How deep the functions are nested that call each other through such variables.</summary>
    public int Depth => Targets.Select(target => 1 + target.Known.Depth).DefaultIfEmpty().Max();

    /// <summary>True for the types of such variables: delegates, maps, tables, texts and comparers.</summary>
    public static bool IsKnown(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Delegate } or { SpecialType: SpecialType.System_String } or IArrayTypeSymbol { IsSZArray: true }
        || type.GetMapType() is not null || ComparisonLowering.IsComparer(type);

    /// <summary>The value of a variable; null where that is not known.</summary>
    public KnownOperand? Find(ISymbol variable) =>
        _variables.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Variable, variable)).Value;

    /// <summary>The same, and one variable more.</summary>
    public KnownVariables With(ISymbol variable, KnownOperand value) => new(_variables.Add((variable, value)));

    /// <inheritdoc/>
    public bool Equals(KnownVariables? other) => other is not null && _variables.Length == other._variables.Length
        && _variables.Zip(other._variables).All(pair =>
            SymbolEqualityComparer.Default.Equals(pair.First.Variable, pair.Second.Variable) && pair.First.Value.Equals(pair.Second.Value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KnownVariables);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach ((ISymbol variable, KnownOperand value) in _variables)
        {
            hash.Add(variable, SymbolEqualityComparer.Default);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
