using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>
/// What programs that may sleep can't use, on any kernel or on older ones. Which functions those programs reach is known when all of them are compiled.
/// </summary>
/// <param name="context">The module.</param>
internal sealed class SleepableRules(ModuleContext context)
{
    private readonly List<Use> _uses = [];

    /// <summary>Notes that a function uses something.</summary>
    /// <param name="function">The function.</param>
    /// <param name="feature">What it uses.</param>
    /// <param name="since">The first kernel that lets programs use it that may sleep; empty where none does.</param>
    /// <param name="location">Where.</param>
    public void Add(Function function, string feature, string since, Location location)
    {
        if (since.Length == 0 || context.KernelFunctions.IsNewer(since))
            _uses.Add(new Use(function, feature, since, location));
    }

    /// <summary>Says where programs that may sleep use what they can't.</summary>
    public void Check()
    {
        if (_uses.Count == 0)
            return;
        HashSet<Function> reached = ReachedFunctions.From(context.Module.Functions.Where(function => function.Program is { IsSleepable: true }));
        foreach (Use use in _uses.Where(use => reached.Contains(use.Function)))
        {
            if (use.Since.Length == 0)
                context.Sink.Report(MapDiagnostics.NotInSleepable, use.Location, use.Feature);
            else
                context.Sink.Report(KernelDiagnostics.NewerKernel, use.Location, $"{use.Feature} in a [Syscall] program", use.Since, context.Options.TargetKernel);
        }
    }

    private sealed record Use(Function Function, string Feature, string Since, Location Location);
}
