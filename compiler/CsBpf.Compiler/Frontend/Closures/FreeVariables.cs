using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Closures;

/// <summary>A variable of another method that a function uses.</summary>
/// <param name="Variable">The local or parameter.</param>
/// <param name="Type">Its type, without type parameters.</param>
internal sealed record CapturedVariable(ISymbol Variable, ITypeSymbol Type)
{
    /// <summary>The type of a local or parameter.</summary>
    public static ITypeSymbol TypeOf(ISymbol variable) => variable is ILocalSymbol local ? local.Type : ((IParameterSymbol)variable).Type;
}

/// <summary>
/// Finds the variables of the methods around it that a lambda or local function uses, by itself or through the local functions that it calls:
/// whoever calls it has them, and passes their addresses.
/// </summary>
internal sealed class FreeVariables
{
    private readonly Compilation _compilation;
    private readonly List<ISymbol> _found = [];
    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    private FreeVariables(Compilation compilation) => _compilation = compilation;

    /// <summary>The variables that a function captures, those whose value is known among them; none for a method that is not local.</summary>
    public static IReadOnlyList<ISymbol> Of(Compilation compilation, IMethodSymbol function)
    {
        var variables = new FreeVariables(compilation);
        variables.Visit(function);
        return [.. variables._found.Where(variable => !IsInside(variable.ContainingSymbol, function))];
    }

    /// <summary>The variables whose addresses an instance takes: its own, and those of the functions that its delegates call.</summary>
    public static ImmutableArray<CapturedVariable> Of(Compilation compilation, MethodInstance instance)
    {
        var captured = new Dictionary<ISymbol, CapturedVariable>(SymbolEqualityComparer.Default);
        Add(instance);
        return [.. captured.Values];

        void Add(MethodInstance added)
        {
            foreach (ISymbol variable in Of(compilation, added.Method))
            {
                ITypeSymbol type = added.Types.Substitute(CapturedVariable.TypeOf(variable));
                if (added.Known.Find(variable) is null && !KnownVariables.IsKnown(type))
                    captured.TryAdd(variable, new CapturedVariable(variable, type));
            }

            foreach (MethodInstance target in added.Known.Targets)
                Add(target);
        }
    }

    // A static function captures nothing, but what it calls is its own affair.
    private void Visit(IMethodSymbol function)
    {
        if (function.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) || !_visited.Add(function))
            return;
        SyntaxNode syntax = function.DeclaringSyntaxReferences[0].GetSyntax();
        if (_compilation.ModelOf(syntax).GetOperation(syntax) is not { } body)
            return;
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case ILocalReferenceOperation { Local: { IsConst: false } local }:
                    Use(local, function);
                    break;
                case IParameterReferenceOperation { Parameter: var parameter }:
                    Use(parameter, function);
                    break;
                case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } called }:
                    Visit(called.OriginalDefinition);
                    break;
                case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } named }:
                    Visit(named.OriginalDefinition);
                    break;
            }
        }
    }

    private void Use(ISymbol variable, IMethodSymbol function)
    {
        bool isOwn = IsInside(variable.ContainingSymbol, function);
        if (!isOwn && !_found.Contains(variable, SymbolEqualityComparer.Default))
            _found.Add(variable);
    }

    private static bool IsInside(ISymbol? symbol, IMethodSymbol function)
    {
        for (; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, function))
                return true;
        }

        return false;
    }
}
