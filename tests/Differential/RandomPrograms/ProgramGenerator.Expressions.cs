using System.Globalization;

namespace CsBpf.Differential.Tests.RandomPrograms;

internal sealed partial class ProgramGenerator
{
    private const int MaximumExpressionDepth = 4;

    /// <summary>One in so many of what can fault does so easily.</summary>
    private const int FaultOdds = 24;

    /// <summary>The types that C# computes in.</summary>
    private static readonly string[] Computed = ["int", "uint", "long", "ulong"];

    private static readonly string[] Arithmetic = ["+", "-", "*", "&", "|", "^", "<<", ">>", ">>>", "/", "%"];
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Interesting = ["0", "1", "2", "7", "31", "32", "63", "64", "127", "128", "255", "32767", "32768", "65535", "int.MaxValue", "int.MinValue", "-1", "uint.MaxValue", "long.MinValue", "long.MaxValue", "ulong.MaxValue", "0x1234_5678_9abcL"];

    private Variable[] Numbers => [.. _scope.Where(variable => variable.Type != "bool")];

    /// <summary>An expression of a type.</summary>
    private string Expression(string type, int depth = 0)
    {
        if (depth >= MaximumExpressionDepth || _random.Next(4) == 0)
            return Leaf(type);
        return type == "bool" ? Condition(depth + 1) : Number(type, depth + 1);
    }

    private string Number(string type, int depth) => _random.Next(10) switch
    {
        0 => $"({Expression("bool", depth)} ? {Expression(type, depth)} : {Expression(type, depth)})",
        1 => Call(type, depth),
        2 => Cast(type, Expression(Pick(Integers), depth)),
        3 => Cast(type, $"{Pick(["-", "~"])}{Cast(Pick(["int", "long"]), Expression(Pick(Integers), depth))}"),
        4 when depth < 3 => $"({Cast(Pick(Computed), Expression(Pick(Integers), depth))} switch {{ 1 => {Expression(type, depth)}, > 10 and < 100 => {Expression(type, depth)}, _ => {Expression(type, depth)} }})",
        5 when _random.Next(4) == 0 && Numbers.Length > 0 => Checked(type, depth),
        _ => Cast(type, Binary(Pick(Computed), depth)),
    };

    private string Binary(string type, int depth)
    {
        string operation = Pick(Arithmetic);
        string left = Cast(type, Expression(Pick(Integers), depth));
        if (operation is "<<" or ">>" or ">>>")
            return $"{left} {operation} {Expression("byte", depth)}";
        string right = Cast(type, Expression(Pick(Integers), depth));
        if (operation is "/" or "%")
            right = _random.Next(FaultOdds) == 0 && Numbers.Length > 0 ? Cast(type, Pick(Numbers).Name) : $"({right} | 1)";
        return $"{left} {operation} {right}";
    }

    /// <summary>Mostly of small numbers, which don't fault. C# refuses a constant that overflows: one operand is a variable.</summary>
    private string Checked(string type, int depth)
    {
        string mask = _random.Next(FaultOdds) == 0 ? "" : " & 7";
        string computed = Pick(Computed);
        return $"checked(({type})(({Cast(computed, Pick(Numbers).Name)}{mask}) {Pick(["+", "-", "*"])} ({Cast(computed, Expression(Pick(Integers), depth))}{mask})))";
    }

    private string Condition(int depth) => _random.Next(8) switch
    {
        0 => $"!{Expression("bool", depth)}",
        1 => $"({Expression("bool", depth)} {Pick(["&&", "||", "&", "|", "^"])} {Expression("bool", depth)})",
        2 => $"({Cast(Pick(Computed), Expression(Pick(Integers), depth))} is {Pick(["> 5", "0 or 1 or 3", "not 0", ">= 3 and < 90", "< 7"])})",
        3 => Call("bool", depth),
        _ => Pick(Computed) is var type
            ? $"({Cast(type, Expression(Pick(Integers), depth))} {Pick(Comparisons)} {Cast(type, Expression(Pick(Integers), depth))})"
            : "",
    };

    /// <summary>A function's arguments are leaves: what is passed by reference has to be a variable.</summary>
    private string Call(string type, int depth)
    {
        if (_functions.Count == 0)
            return Expression(type, depth);
        (string name, string result, Parameter[] parameters) = Pick(_functions);
        if ((result == "bool") != (type == "bool"))
            return Leaf(type);
        List<string> arguments = [];
        foreach (Parameter parameter in parameters)
        {
            Variable[] candidates = [.. _scope.Where(variable => variable.Type == parameter.Type && variable.IsWritable && !variable.Name.StartsWith("args.", StringComparison.Ordinal))];
            if (parameter.Modifier == "ref ")
            {
                if (candidates.Length == 0)
                    return Leaf(type);
                arguments.Add($"ref {Pick(candidates).Name}");
            }
            else
            {
                arguments.Add(Expression(parameter.Type, depth + 1));
            }
        }

        string call = $"{name}({string.Join(", ", arguments)})";
        return result == type ? call : Cast(type, call);
    }

    private string Leaf(string type)
    {
        Variable[] variables = [.. _scope.Where(variable => variable.Type == type)];
        if (variables.Length > 0 && _random.Next(4) > 0)
            return Pick(variables).Name;
        if (type == "bool")
            return Pick(["true", "false"]);
        return Cast(type, _random.Next(2) == 0 ? Pick(Interesting) : _random.Next(-100, 300).ToString(CultureInfo.InvariantCulture));
    }

    private static string Cast(string type, string expression) => $"unchecked(({type})({expression}))";
}
