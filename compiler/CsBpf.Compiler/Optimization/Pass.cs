using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization;

/// <summary>An entry of the table of passes.</summary>
/// <param name="Name">The name, for <c>--print-after</c>.</param>
/// <param name="Run">What it does to a function.</param>
/// <param name="After">The passes that must have run before, because it relies on what they leave.</param>
internal sealed record Pass(string Name, Action<Function, CallGraph> Run, params string[] After)
{
    public Pass(string name, Action<Function> run, params string[] after)
        : this(name, (function, _) => run(function), after)
    {
    }
}
