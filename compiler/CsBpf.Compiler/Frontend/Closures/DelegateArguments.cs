using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Closures;

/// <summary>What variables of delegate types call: each is known when the program is compiled, and none exists when it runs.</summary>
internal sealed class DelegateArguments : IEquatable<DelegateArguments>
{
    /// <summary>Those of code without such variables.</summary>
    public static readonly DelegateArguments None = new([]);

    private readonly ImmutableArray<(ISymbol Variable, MethodInstance Target)> _arguments;

    private DelegateArguments(ImmutableArray<(ISymbol Variable, MethodInstance Target)> arguments) => _arguments = arguments;

    /// <summary>What the variables call.</summary>
    public IEnumerable<MethodInstance> Targets => _arguments.Select(argument => argument.Target);

    /// <summary>How deep the functions are nested that call each other through such variables.</summary>
    public int Depth => Targets.Select(target => 1 + target.Delegates.Depth).DefaultIfEmpty().Max();

    /// <summary>What a variable calls; null where that is not known.</summary>
    public MethodInstance? Find(ISymbol variable) =>
        _arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Variable, variable)).Target;

    /// <summary>The same, and one variable more.</summary>
    public DelegateArguments With(ISymbol variable, MethodInstance target) => new(_arguments.Add((variable, target)));

    /// <inheritdoc/>
    public bool Equals(DelegateArguments? other) => other is not null && _arguments.Length == other._arguments.Length
        && _arguments.Zip(other._arguments).All(pair =>
            SymbolEqualityComparer.Default.Equals(pair.First.Variable, pair.Second.Variable) && pair.First.Target.Equals(pair.Second.Target));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DelegateArguments);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach ((ISymbol variable, MethodInstance target) in _arguments)
        {
            hash.Add(variable, SymbolEqualityComparer.Default);
            hash.Add(target);
        }

        return hash.ToHashCode();
    }
}
