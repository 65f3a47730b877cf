using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Cli.Tests;

public sealed class BuildCommandTests : IDisposable
{
    private const string Views = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject]
        public partial class Views
        {
            [BpfView]
            int Show(SeqFile f, Task task)
            {
                f.Print($"{task.Pid}\n");
                return 0;
            }
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Build_OfASourceFile_MakesTheObject()
    {
        var run = ToolRun.Of("build", Source("Views.bpf.cs", Views), "-o", _directory["X.bpf.o"]);

        Assert.Equal(new ToolRun(0, "", ""), run);
        Assert.NotNull(ElfReader.Read(File.ReadAllBytes(_directory["X.bpf.o"])).FindSection("iter/task"));
    }

    [Fact]
    public void Build_OfSeveralObjects_NeedsADirectory()
    {
        string[] sources = [Source("A.bpf.cs", Views.Replace("class Views", "class A")), Source("B.bpf.cs", Views.Replace("class Views", "class B"))];

        ToolRun.Of(["build", .. sources, "-o", _directory["X.bpf.o"]]).AssertFailure("there are 2 objects, which need a directory");

        Assert.Equal(0, ToolRun.Of(["build", .. sources, "-o", _directory.Path]).ExitCode);
        Assert.True(File.Exists(_directory["A.bpf.o"]) && File.Exists(_directory["B.bpf.o"]));
    }

    [Theory]
    [InlineData("asm", "section iter/task\n\nShow:\n")]
    [InlineData("btf", "FUNC 'Show'")]
    [InlineData("ir", "Show")]
    public void Build_AskedForText_PrintsIt(string form, string expected)
    {
        var run = ToolRun.Of("build", Source("Views.bpf.cs", Views), "--emit", form);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_PrintsTheIntermediateFormAfterAPass()
    {
        string source = Source("Views.bpf.cs", Views);

        var run = ToolRun.Of("build", source, "-o", _directory["X.o"], "--print-after", "dead-code");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("; Show after dead-code\n", run.Output, StringComparison.Ordinal);

        ToolRun.Of("build", source, "-o", _directory["X.o"], "--print-after", "magic").AssertFailure("there is no pass 'magic'");
    }

    [Fact]
    public void Build_OutsideOfTheLanguage_PrintsTheDiagnosticAtItsPlace()
    {
        string source = Source("Views.bpf.cs", Views.Replace("return 0;", "double x = task.Pid; return (int)x;"));

        var run = ToolRun.Of("build", source, "-o", _directory["X.o"]);

        Assert.Equal(CommandLine.Failure, run.ExitCode);
        Assert.StartsWith($"{source}(11,", run.Errors, StringComparison.Ordinal);
        Assert.Contains("): error CSBPF", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["X.o"]));
    }

    [Fact]
    public void Build_OfWrongCSharp_PrintsTheCompilersError()
    {
        string source = Source("Views.bpf.cs", Views.Replace("return 0;", "return nothing;"));

        var run = ToolRun.Of("build", source, "-o", _directory["X.o"]);

        Assert.Equal(CommandLine.Failure, run.ExitCode);
        Assert.StartsWith($"{source}(11,16): error CS0103: ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], 0, ": warning CSBPF0211: ")]
    [InlineData(new[] { "--nowarn", "CSBPF0101,csbpf0211" }, 0, "")]
    [InlineData(new[] { "--warnaserror" }, 1, ": error CSBPF0211: ")]
    [InlineData(new[] { "--warnaserror", "1591;CSBPF0211" }, 1, ": error CSBPF0211: ")]
    [InlineData(new[] { "--warnaserror", "CSBPF0101" }, 0, ": warning CSBPF0211: ")]
    [InlineData(new[] { "--warnaserror", "--nowarn", "CSBPF0211" }, 0, "")]
    public void Build_WithAWarning_DoesWithItAsItIsTold(string[] options, int exitCode, string message)
    {
        const string Looping = """
            [BpfObject]
            public partial class Looping
            {
                [Syscall]
                public int Run() => (int)Bpf.Loop(3, static _ => { });
            }
            """;

        var run = ToolRun.Of(["build", Source("Looping.bpf.cs", "using CsBpf;\n" + Looping), "-o", _directory["X.o"], "--target-kernel", "5.15", .. options]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Equal(message.Length == 0, run.Errors.Length == 0);
        Assert.Equal(exitCode == 0, File.Exists(_directory["X.o"]));
    }

    [Fact]
    public void Build_OfAFileThatIsNotThere_SaysSo() => ToolRun.Of("build", _directory["No.bpf.cs"]).AssertFailure("No.bpf.cs: no such file");

    [Fact]
    public void Build_OfAFileWithoutAnObject_SaysSo() =>
        ToolRun.Of("build", Source("Plain.cs", "class Plain;")).AssertFailure("Plain.cs: no class has the attribute [BpfObject]");

    [Theory]
    [InlineData("/dev/full", "No space left on device")]
    [InlineData("/dev/null/X.o", "can't be written")]
    public void Build_ToAFileThatCanNotBeWritten_SaysSo(string output, string message) =>
        ToolRun.Of("build", Source("Views.bpf.cs", Views), "-o", output).AssertFailure(message);

    private string Source(string name, string text)
    {
        File.WriteAllText(_directory[name], text);
        return _directory[name];
    }
}
