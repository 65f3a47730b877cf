using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>A value that looks like the pattern, and for which the condition holds, is the replacement.</summary>
/// <remarks>
/// Arguments of commutative operations match in either order; a constant is on the right already. Operations of the replacement on constants
/// alone are computed. Types follow from what the letters stand for: see <see cref="Replacer"/>.
/// </remarks>
internal sealed class RewriteRule
{
    private readonly Term[] _orders;

    public RewriteRule(string pattern, string replacement, Func<Match, bool>? condition = null)
    {
        Text = $"{pattern} -> {replacement}";
        Pattern = (OperationTerm)TermParser.Parse(pattern);
        Replacement = TermParser.Parse(replacement);
        Condition = condition;
        _orders = [.. Orders(Pattern)];
    }

    /// <summary>Pattern and replacement.</summary>
    public string Text { get; }

    /// <summary>What a value must look like.</summary>
    public OperationTerm Pattern { get; }

    /// <summary>What it becomes.</summary>
    public Term Replacement { get; }

    /// <summary>What must hold besides; null for nothing.</summary>
    public Func<Match, bool>? Condition { get; }

    /// <summary>True where the rule applies to a value; the letters are bound then.</summary>
    public bool Applies(Match match, Value value)
    {
        foreach (Term order in _orders)
        {
            if (match.Matches(order, value) && (Condition is null || Condition(match)))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The pattern with the arguments of commutative operations in every order that they may have.</summary>
    private static IEnumerable<Term> Orders(Term term)
    {
        if (term is not OperationTerm operation)
            return [term];
        IEnumerable<Term[]> arguments = [[]];
        foreach (Term argument in operation.Arguments)
            arguments = [.. arguments.SelectMany(before => Orders(argument).Select(order => (Term[])[.. before, order]))];
        bool isSwappable = operation.Opcode.Info().IsCommutative && operation.Arguments is [_, not (NumberTerm or VariableTerm { IsConstant: true })];
        return arguments.SelectMany(order => isSwappable ? (Term[][])[order, [order[1], order[0]]] : [order]).Select(order => operation with { Arguments = order });
    }
}
