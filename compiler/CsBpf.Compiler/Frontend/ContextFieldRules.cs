using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>
/// Fields of contexts that the kernel has for some of the programs only which are called with one. Which programs reach a use is known when all of
/// them are compiled.
/// </summary>
/// <param name="context">The module.</param>
internal sealed class ContextFieldRules(ModuleContext context)
{
    private readonly List<Use> _uses = [];

    /// <summary>Notes that a function uses a field.</summary>
    public void Add(Function function, IPropertySymbol property, bool isWritten, Location location)
    {
        ContextFieldSections sections = property.GetContextFieldSections();
        if (sections.All is { } all)
            _uses.Add(new Use(function, property.Name, IsWrite: false, all, location));
        if (isWritten && sections.Writing is { } writing)
            _uses.Add(new Use(function, property.Name, IsWrite: true, writing, location));
    }

    /// <summary>Says where programs use what they have not.</summary>
    public void Check()
    {
        if (_uses.Count == 0)
            return;
        foreach (Function program in context.Module.Functions.Where(function => function.Program is not null))
        {
            HashSet<Function> reached = ReachedFunctions.From([program]);
            foreach (Use use in _uses.Where(use => reached.Contains(use.Function) && !use.Sections.Contains(program.Program!.Section)))
            {
                context.Sink.Report(
                    ProgramDiagnostics.ContextField,
                    use.Location,
                    use.Name,
                    use.IsWrite ? "written" : "used",
                    program.Name,
                    program.Program!.Section,
                    string.Join("', '", use.Sections));
            }
        }
    }

    private sealed record Use(Function Function, string Name, bool IsWrite, string[] Sections, Location Location);
}
