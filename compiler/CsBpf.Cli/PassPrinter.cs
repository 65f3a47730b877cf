using CsBpf.Compiler.Ir;

namespace CsBpf.Cli;

/// <summary>Prints the intermediate form after a pass, for <c>--print-after</c>.</summary>
/// <param name="pass">The name of the pass; null where nothing is asked for.</param>
/// <param name="output">Where the text goes.</param>
internal sealed class PassPrinter(string? pass, TextWriter output)
{
    private readonly HashSet<string> _seen = [];

    /// <summary>What the compiler calls.</summary>
    public Action<string, Function>? AfterPass => pass is null ? null : Print;

    /// <summary>Looks whether there was such a pass.</summary>
    /// <exception cref="CommandException">There was none.</exception>
    public void Check()
    {
        if (pass is not null && !_seen.Contains(pass))
            throw new CommandException($"--print-after: there is no pass '{pass}'; there are {string.Join(", ", _seen)}");
    }

    private void Print(string name, Function function)
    {
        _seen.Add(name);
        if (name == pass)
            output.Write($"; {function.Name} after {name}\n{IrPrinter.Print(function)}\n");
    }
}
