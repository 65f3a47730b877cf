using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend;
using CsBpf.Compiler.Ir;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Compiles C# text to the SSA form.</summary>
/// <param name="Module">The module; null where there are errors.</param>
/// <param name="Diagnostics">What the compiler said.</param>
internal sealed record FrontendCompilation(BpfModule? Module, IReadOnlyList<Diagnostic> Diagnostics)
{
    private const string GlobalUsings = "global using System; global using CsBpf; global using CsBpf.Kernel; global using Task = CsBpf.Kernel.Task;";

    private static readonly SyntaxTree Usings = BpfSource.ParseTree(GlobalUsings, "Usings.cs");

    /// <summary>The ids of what was said, each once.</summary>
    public IEnumerable<string> Ids => Diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Compiles the one BPF object of a source, and checks the result.</summary>
    public static FrontendCompilation Compile(string source, params MetadataReference[] references)
    {
        CSharpCompilation compilation = LibrarySources.AddTo(Parse(source, references));
        BpfObjectClass @object = Assert.Single(BpfObjectClass.Discover(compilation));
        return Build(@object, compilation);
    }

    /// <summary>Compiles each BPF object of a source.</summary>
    public static IReadOnlyList<FrontendCompilation> CompileAll(string source)
    {
        CSharpCompilation compilation = LibrarySources.AddTo(Parse(source));
        return [.. BpfObjectClass.Discover(compilation).Select(@object => Build(@object, compilation))];
    }

    /// <summary>A source with what it needs around it.</summary>
    public static CSharpCompilation Parse(string source, params MetadataReference[] references) =>
        BpfSource.Parse(source).AddSyntaxTrees(Usings).AddReferences(references);

    /// <summary>The functions of a source that must compile, as text.</summary>
    public static string Print(string source)
    {
        FrontendCompilation compilation = Compile(source);
        Assert.Empty(compilation.Diagnostics);
        return IrPrinter.Print(compilation.Module!);
    }

    private static FrontendCompilation Build(BpfObjectClass @object, CSharpCompilation compilation)
    {
        var sink = new DiagnosticSink(compilation);
        var options = new BpfCompilerOptions();
        if (compilation.SyntaxTrees.Select(tree => BpfSource.TargetKernelOf(tree.ToString())).FirstOrDefault(kernel => kernel is not null) is { } kernel)
            options = options with { TargetKernel = kernel };
        BpfModule? module = ModuleBuilder.Build(@object, compilation, options, sink);
        Assert.Equal(module is null, sink.HasErrors);
        if (module is not null)
            IrValidator.Validate(module);
        return new FrontendCompilation(module, sink.Diagnostics);
    }
}
