using System.Text;
using System.Text.RegularExpressions;
using CsBpf.Compiler;
using CsBpf.Kernel;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Testing;

/// <summary>Compiles C# source text to BPF objects, as the build would. Linked into the test projects that use the compiler.</summary>
internal static partial class BpfSource
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    // Compilations that differ in their sources alone share the symbols of their references: the kernel's classes are read once. Nothing is
    // done at the same time in one: the tests are.
    private static readonly Lazy<CSharpCompilation> Empty = new(() => CSharpCompilation.Create(
        "Test",
        syntaxTrees: null,
        FrameworkAssemblies().Append(typeof(BpfObjectAttribute).Assembly.Location).Append(typeof(SeqFile).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            allowUnsafe: true,
            concurrentBuild: false)));

    /// <summary>The instruction set that a line of a source asks for, <c>// csbpf build --cpu v3</c>; null where none does.</summary>
    public static BpfIsa? IsaOf(string source) => BuildCommand().Match(source).Groups["cpu"] is { Success: true } cpu
        ? Enum.Parse<BpfIsa>(cpu.ValueSpan, ignoreCase: true)
        : null;

    /// <summary>The kernel that a line of a source asks for, <c>// csbpf build --target-kernel 6.10</c>; null where none does.</summary>
    public static Version? TargetKernelOf(string source) => BuildCommand().Match(source).Groups["kernel"] is { Success: true } kernel
        ? Version.Parse(kernel.ValueSpan)
        : null;

    /// <summary>One file, with all that a project refers to.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="fileName">Its name, as diagnostics and line information give it.</param>
    public static CSharpCompilation Parse(string source, string fileName = "Test.bpf.cs") =>
        Empty.Value.AddSyntaxTrees(ParseTree(source, fileName));

    /// <summary>One file on its own.</summary>
    /// <inheritdoc cref="Parse"/>
    public static SyntaxTree ParseTree(string source, string fileName) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions, fileName, Encoding.UTF8);

    /// <summary>Compiles one file.</summary>
    /// <inheritdoc cref="Parse"/>
    /// <param name="isa">The instructions that may be used.</param>
    /// <param name="targetKernel">The oldest kernel it is meant for; the compiler's default where it is not said.</param>
    public static BpfCompilation Compile(string source, string fileName = "Test.bpf.cs", BpfIsa isa = BpfIsa.V3, Version? targetKernel = null)
    {
        var options = new BpfCompilerOptions { Isa = isa };
        return BpfCompiler.Compile(Parse(source, fileName), targetKernel is null ? options : options with { TargetKernel = targetKernel });
    }

    /// <summary>Compiles one file that has one BPF object, and gives the object's bytes.</summary>
    /// <inheritdoc cref="Compile"/>
    /// <exception cref="InvalidOperationException">The compiler reported an error.</exception>
    public static byte[] CompileObject(string source, string fileName = "Test.bpf.cs", BpfIsa isa = BpfIsa.V3, Version? targetKernel = null)
    {
        BpfCompilation compilation = Compile(source, fileName, isa, targetKernel);
        string[] errors = [.. compilation.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString())];
        return errors.Length == 0
            ? compilation.Objects.Single().Bytes.ToArray()
            : throw new InvalidOperationException(string.Join('\n', errors));
    }

    /// <summary>Compiles one file that has one BPF object, and loads the object.</summary>
    /// <inheritdoc cref="CompileObject"/>
    public static LoadedObject Load(string source, string fileName = "Test.bpf.cs", BpfIsa isa = BpfIsa.V3, Version? targetKernel = null) =>
        LoadedObject.Load(BpfObjectSpec.Read(CompileObject(source, fileName, isa, targetKernel), fileName));

    [GeneratedRegex(@"^// csbpf build(?: --cpu (?<cpu>v\d))?(?: --target-kernel (?<kernel>\d+\.\d+))?\r?$", RegexOptions.Multiline)]
    private static partial Regex BuildCommand();

    private static IEnumerable<string> FrameworkAssemblies()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework);
    }
}
