using CsBpf.Compiler.Skeleton;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Tests.Skeleton;

public sealed class SkeletonTests
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    [Fact]
    public Task ObjectWithEverything() => Verify(
        Generate(
            """
            namespace Samples.Counting;

            public enum Mode { Off, On }

            [BpfObject]
            public partial class Counter
            {
                public readonly BpfHashMap<ulong, long> Counts = new(maxEntries: 16);
                private static readonly BpfArrayMap<int> Shared = new(maxEntries: 1);
                private const int Step = 2;
                private readonly uint _limit = 100;
                public Mode Mode;
                internal static ulong Total;

                [BpfView]
                int Show(SeqFile f, Cgroup cg) => 0;

                [Syscall]
                static int Reset() => 0;

                static int Helper(int x) => x + 1;
            }
            """));

    [Fact]
    public void Generate_InTheGlobalNamespace_Compiles() => Generate(
        """
        [BpfObject]
        partial class Views
        {
            [BpfView]
            int Show(SeqFile f, CsBpf.Kernel.Task task) => 0;
        }
        """);

    [Fact]
    public void Generate_ForAGlobalOfAHiddenType_LeavesItOut()
    {
        string source = Generate(
            """
            [BpfObject]
            public partial class Views
            {
                private struct Hidden { public int X; }
                internal struct Seen { public int X; }

                private Hidden _hidden;
                private Seen _seen;

                [Syscall]
                int Run() => _hidden.X + _seen.X;
            }
            """);

        Assert.DoesNotContain("_hidden", source, StringComparison.Ordinal);
        Assert.Contains("internal ref global::Views.Seen _seen", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_ForNamesThatAreKeywords_EscapesThem() => Generate(
        """
        [BpfObject]
        public partial class @class
        {
            public int @int;

            [Syscall]
            int @return() => @int;
        }
        """);

    [Fact]
    public void Generate_FromUnfinishedBodies_IsTheSame()
    {
        const string Declarations = """
            using CsBpf;
            [BpfObject]
            public partial class Views
            {
                [Syscall]
                int Run() => BODY;
            }
            """;

        var (finished, unfinished) = (Compile(Declarations.Replace("BODY", "1")), Compile(Declarations.Replace("BODY", "nothing.")));

        Assert.Equal(SkeletonGenerator.Generate(finished).Single().Source, SkeletonGenerator.Generate(unfinished).Single().Source);
    }

    /// <summary>The generated half, after it was compiled together with the other half without any warning.</summary>
    private static string Generate(string source)
    {
        var compilation = Compile("using CsBpf;\nusing CsBpf.Kernel;\n" + source);
        string generated = Assert.Single(SkeletonGenerator.Generate(compilation)).Source;
        var complete = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(generated, ParseOptions, "Generated.g.cs"));
        Assert.Empty(complete.GetDiagnostics().Where(diagnostic =>
            diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree?.FilePath == "Generated.g.cs")));
        return generated;
    }

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "test",
        [CSharpSyntaxTree.ParseText(source, ParseOptions)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
