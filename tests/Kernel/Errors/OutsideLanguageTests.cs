using CsBpf.KernelTests.Support;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;

namespace CsBpf.KernelTests.Errors;

/// <summary>C# outside of the language is a CSBPF diagnostic where it stands, and no object.</summary>
public sealed class OutsideLanguageTests
{
    private const int BodyLine = 10;

    /// <summary>A statement, and what of it is reported.</summary>
    public static TheoryData<string, string> Statements => new()
    {
        { "double half = 0.5 * cg.Level;", "half = 0.5 * cg.Level" },
        { "var list = new int[4];", "new int[4]" },
        { "string name = cg.Name + \"!\";", "cg.Name + \"!\"" },
        { "foreach (string word in cg.Name.ToString().Split(' ')) f.Print($\"a\");", "cg.Name.ToString().Split(' ')" },
        { "try { f.Print($\"a\"); } catch { }", "catch { }" },
        { "System.Console.WriteLine();", "System.Console.WriteLine()" },
        { "Show(f, cg);", "Show(f, cg)" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void Statement_OutsideOfTheLanguage_IsReportedInItsPlace(string statement, string place)
    {
        var compilation = BpfSource.Compile(Source(statement), "Outside.bpf.cs");

        var errors = compilation.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Matches("^CSBPF[0-9]{4}$", error.Id));
        Assert.Equal((BodyLine, statement.IndexOf(place)), Position(errors[0]));
        Assert.Empty(compilation.Objects);
    }

    [Fact]
    public void CommandLine_IsALinePerErrorAndNoTrace()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["Outside.bpf.cs"], Source("var list = new int[4];"));

        var run = BuiltProgram.CommandLine.Run("build", directory["Outside.bpf.cs"], "-o", directory["Outside.bpf.o"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"^(.*Outside\.bpf\.cs\(10,\d+\): error CSBPF[0-9]{4}: .+\n)+$", run.Error + run.Output);
        Assert.False(File.Exists(directory["Outside.bpf.o"]));
    }

    private static (int Line, int Column) Position(Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        return (start.Line + 1, start.Character);
    }

    private static string Source(string statement) => $$"""
        using CsBpf;
        using CsBpf.Kernel;
        [BpfObject(License = "GPL")]
        public partial class Outside
        {
            private int _count;
            [BpfView]
            public int Show(SeqFile f, Cgroup cg)
            {
        {{statement}}
                return 0;
            }
        }
        """;
}
