using System.CommandLine;
using System.CommandLine.Parsing;
using CsBpf.Compiler;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Cli.Commands;

/// <summary><c>csbpf build</c>: compiles source files that have no project.</summary>
internal static class BuildCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "The source files.", HelpName = "FILE.bpf.cs", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The file that is made, or a directory for one file an object. Without it objects go to the current directory, text to standard output.",
            HelpName = "X.bpf.o",
        };
        var cpu = new Option<string>("--cpu") { Description = "The instructions that may be used.", DefaultValueFactory = _ => "v3" };
        cpu.AcceptOnlyFromAmong([.. Enum.GetNames<BpfIsa>().Select(name => name.ToLowerInvariant())]);
        var emit = new Option<string>("--emit")
        {
            Description = "What is made: the object file, its code as assembly, its types, or the compiler's optimized intermediate form.",
            DefaultValueFactory = _ => "obj",
        };
        emit.AcceptOnlyFromAmong([.. EmittedForm.Names]);
        var printAfter = new Option<string>("--print-after") { Description = "Print each function's intermediate form after this pass.", HelpName = "PASS" };
        var targetKernel = new Option<Version>("--target-kernel")
        {
            Description = "The oldest kernel that the object is meant for.",
            HelpName = "VERSION",
            CustomParser = ParseVersion,
            DefaultValueFactory = _ => new BpfCompilerOptions().TargetKernel,
        };
        var noWarn = new Option<string[]>("--nowarn") { Description = "Warnings that are not printed.", HelpName = "ID,…" };
        var warnAsError = new Option<string>("--warnaserror")
        {
            Description = "Warnings that are errors; all without a list.",
            HelpName = "ID,…",
            Arity = ArgumentArity.ZeroOrOne,
        };

        var command = new Command("build", "Compiles source files that have no project to BPF objects.")
        {
            files, output, cpu, emit, printAfter, targetKernel, noWarn, warnAsError,
        };
        command.SetAction(parsed =>
        {
            var console = parsed.InvocationConfiguration;
            var form = EmittedForm.Find(parsed.GetRequiredValue(emit));
            var passes = new PassPrinter(parsed.GetValue(printAfter), console.Output);
            var options = new BpfCompilerOptions
            {
                Isa = Enum.Parse<BpfIsa>(parsed.GetRequiredValue(cpu), ignoreCase: true),
                TargetKernel = parsed.GetRequiredValue(targetKernel),
                KeepIr = form.NeedsIr,
                AfterPass = passes.AfterPass,
            };
            var warnings = WarningOptions.Parse(parsed.GetValue(noWarn) ?? [], parsed.GetResult(warnAsError) is null ? null : parsed.GetValue(warnAsError) ?? "");
            var compilation = SourceFiles.Compile(parsed.GetRequiredValue(files), warnings);
            return Run(compilation, parsed.GetRequiredValue(files), parsed.GetValue(output), form, options, passes, console);
        });
        return command;
    }

    private static int Run(
        CSharpCompilation compilation,
        string[] files,
        string? output,
        EmittedForm form,
        BpfCompilerOptions options,
        PassPrinter passes,
        InvocationConfiguration console)
    {
        var result = BpfCompiler.Compile(compilation, options);
        foreach (var diagnostic in result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning))
            console.Error.WriteLine(DiagnosticText.Of(diagnostic));
        if (result.HasErrors)
            return CommandLine.Failure;
        if (result.Objects.IsEmpty)
            throw new CommandException($"{string.Join(", ", files)}: no class has the attribute [BpfObject]");
        passes.Check();

        foreach (var compiled in result.Objects)
        {
            if (PathOf(compiled, result.Objects.Length, output, form) is { } path)
                OutputFile.Write(path, form.Emit(compiled));
            else
                console.Output.Write(form.EmitText(compiled));
        }

        return CommandLine.Success;
    }

    /// <summary>The file that an object goes to; null for standard output.</summary>
    private static string? PathOf(CompiledObject compiled, int count, string? output, EmittedForm form)
    {
        string name = compiled.Name + form.Extension;
        if (output is null)
            return form.IsText ? null : name;
        if (Directory.Exists(output) || output.EndsWith('/'))
            return Path.Combine(output, name);
        return count == 1 ? output : throw new CommandException($"{output}: there are {count} objects, which need a directory");
    }

    private static Version? ParseVersion(ArgumentResult result)
    {
        if (Version.TryParse(result.Tokens[0].Value, out var version))
            return version;
        result.AddError($"'{result.Tokens[0].Value}' is no version of a kernel, such as 6.1.");
        return null;
    }
}
