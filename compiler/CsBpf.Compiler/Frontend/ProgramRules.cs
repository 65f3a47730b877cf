using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>Which programs may call a helper. What they reach is known when all functions are compiled.</summary>
/// <param name="context">The module.</param>
internal sealed class ProgramRules(ModuleContext context)
{
    private readonly List<Use> _uses = [];

    /// <summary>Notes that a function calls a helper.</summary>
    /// <param name="function">The function.</param>
    /// <param name="helper">The helper's name.</param>
    /// <param name="kinds">The kinds of programs that may, as their sections begin, with spaces between them.</param>
    /// <param name="location">Where.</param>
    public void Add(Function function, string helper, string kinds, Location location) => _uses.Add(new Use(function, helper, kinds.Split(' '), location));

    /// <summary>Says where programs call what they may not.</summary>
    public void Check()
    {
        if (_uses.Count == 0)
            return;
        foreach (Function program in context.Module.Functions.Where(function => function.Program is not null))
        {
            string section = program.Program!.Section.Split('/')[0];
            string kind = section.EndsWith(".s", StringComparison.Ordinal) ? section[..^2] : section;
            HashSet<Function> reached = ReachedFunctions.From([program]);
            foreach (Use use in _uses.Where(use => reached.Contains(use.Function) && !use.Kinds.Contains(kind)))
                context.Sink.Report(KernelDiagnostics.ProgramKind, use.Location, use.Helper, program.Name, kind, string.Join(", ", use.Kinds));
        }
    }

    private sealed record Use(Function Function, string Helper, string[] Kinds, Location Location);
}
