using System.Text;
using CsBpf.Compiler;
using CsBpf.Compiler.Skeleton;
using CsBpf.Object.Instructions;
using Microsoft.Build.Framework;
using Microsoft.CodeAnalysis.CSharp;
using Task = Microsoft.Build.Utilities.Task;

namespace CsBpf.Build;

/// <summary>Compiles the BPF objects of a project: to each class an object file and the generated half of the class.</summary>
public sealed class CompileBpf : Task
{
    /// <summary>All C# sources of the project: a program may use constants and structs of any of them.</summary>
    [Required]
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>The assemblies that the project refers to.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The <c>.editorconfig</c> files of the project.</summary>
    public ITaskItem[] AnalyzerConfigFiles { get; set; } = [];

    /// <summary>The directory of the objects and the generated sources.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The list of what was made, a path a line; written last, and only when all is well.</summary>
    [Required]
    public string OutputsFile { get; set; } = "";

    /// <summary>The instructions that may be used: <c>v1</c> to <c>v4</c>.</summary>
    [Required]
    public string Cpu { get; set; } = "";

    /// <summary>The oldest kernel that the objects are meant for.</summary>
    [Required]
    public string TargetKernel { get; set; } = "";

    /// <summary>The generated halves alone, from the declarations, and no diagnostics: what an editor needs.</summary>
    public bool DeclarationsOnly { get; set; }

    /// <summary>The project's <c>LangVersion</c>.</summary>
    public string? LangVersion { get; set; }

    /// <summary>The project's <c>DefineConstants</c>.</summary>
    public string? DefineConstants { get; set; }

    /// <summary>The project's <c>Nullable</c>.</summary>
    public string? Nullable { get; set; }

    /// <summary>The project's <c>AllowUnsafeBlocks</c>.</summary>
    public bool AllowUnsafeBlocks { get; set; }

    /// <summary>The project's <c>CheckForOverflowUnderflow</c>.</summary>
    public bool CheckForOverflowUnderflow { get; set; }

    /// <summary>The project's <c>NoWarn</c>.</summary>
    public string? DisabledWarnings { get; set; }

    /// <summary>The project's <c>TreatWarningsAsErrors</c>.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>The project's <c>WarningsAsErrors</c>.</summary>
    public string? WarningsAsErrors { get; set; }

    /// <summary>The project's <c>WarningsNotAsErrors</c>.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>The project's <c>PathMap</c>: how the paths of sources are written in the objects.</summary>
    public string? PathMap { get; set; }

    /// <summary>The generated sources.</summary>
    [Output]
    public ITaskItem[] GeneratedSources { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var compilation = ProjectCompilation.Create(Sources, References, AnalyzerConfigFiles, CompilerArguments());
            if (DeclarationsOnly)
                WriteSkeletons(compilation, new OutputDirectory(OutputDirectory));
            else if (Options() is { } options)
                Compile(compilation, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.LogErrorFromException(exception, showStackTrace: false);
        }

        return !Log.HasLoggedErrors;
    }

    private void Compile(CSharpCompilation compilation, BpfCompilerOptions options)
    {
        var result = BpfCompiler.Compile(compilation, options);
        DiagnosticLog.Write(Log, result.Diagnostics);
        if (Log.HasLoggedErrors)
            return;

        var directory = new OutputDirectory(OutputDirectory);
        foreach (var compiled in result.Objects)
            directory.Write(compiled.Name + ".bpf.o", compiled.Bytes.AsSpan());
        WriteSkeletons(compilation, directory);
        directory.Complete(OutputsFile);
    }

    private void WriteSkeletons(CSharpCompilation compilation, OutputDirectory directory) => GeneratedSources =
    [
        .. SkeletonGenerator.Generate(compilation)
            .Select(skeleton => directory.Write(skeleton.Name + SkeletonGenerator.FileEnd, Encoding.UTF8.GetBytes(skeleton.Source)))
            .Select(path => new Microsoft.Build.Utilities.TaskItem(path)),
    ];

    private BpfCompilerOptions? Options()
    {
        if (!Enum.TryParse(Cpu, ignoreCase: true, out BpfIsa isa) || !Enum.IsDefined(isa))
            Log.LogError($"The property BpfCpu is '{Cpu}'; it can be v1, v2, v3 or v4.");
        if (!Version.TryParse(TargetKernel, out var kernel))
            Log.LogError($"The property BpfTargetKernel is '{TargetKernel}'; it is the version of a kernel, such as 6.1.");
        return Log.HasLoggedErrors ? null : new BpfCompilerOptions { Isa = isa, TargetKernel = kernel! };
    }

    private IEnumerable<string> CompilerArguments()
    {
        if (AllowUnsafeBlocks)
            yield return "/unsafe+";
        if (CheckForOverflowUnderflow)
            yield return "/checked+";
        if (TreatWarningsAsErrors)
            yield return "/warnaserror+";
        (string Switch, string? Value)[] switches =
        [
            ("/langversion:", LangVersion),
            ("/define:", DefineConstants),
            ("/nullable:", Nullable),
            ("/nowarn:", DisabledWarnings),
            ("/warnaserror+:", WarningsAsErrors),
            ("/warnaserror-:", WarningsNotAsErrors),
            ("/pathmap:", PathMap),
        ];
        foreach (var (name, value) in switches)
        {
            if (!string.IsNullOrWhiteSpace(value))
                yield return name + value;
        }
    }
}
