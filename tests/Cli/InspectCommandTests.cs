using CsBpf.Testing;

namespace CsBpf.Cli.Tests;

public sealed class InspectCommandTests : IDisposable
{
    private const string Counter = """
        using CsBpf;

        [BpfObject(License = "Dual MIT/GPL")]
        public partial class Counter
        {
            public readonly BpfHashMap<ulong, long> Counts = new(maxEntries: 64);
            public int Total;

            [Syscall]
            int Run()
            {
                Counts[1] = Total++;
                return 0;
            }
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(": BPF object, little-endian, license Dual MIT/GPL\n")]
    [InlineData("\nprograms\n  name  section  type ")]
    [InlineData("\n  Run   syscall  Syscall ")]
    [InlineData("\n  Counts  Hash     8      8       64\n")]
    [InlineData("\n  Total  .bss ")]
    public void Inspect_OfAnObject_ShowsItsParts(string expected) =>
        Assert.Contains(expected, Inspect(CompiledCounter()).Output, StringComparison.Ordinal);

    [Fact]
    public void Inspect_ToDisassemble_ShowsTheCodeWithItsSource()
    {
        string output = Inspect(CompiledCounter(), "--disassemble").Output;

        Assert.Contains("\nRun:\n", output, StringComparison.Ordinal);
        Assert.Contains("Counter.bpf.cs:12: Counts[1] = Total++;\n", output, StringComparison.Ordinal);
        Assert.Contains("call bpf_map_update_elem#2", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_ToShowTypes_ShowsThem() =>
        Assert.Contains("DATASEC '.maps'", Inspect(CompiledCounter(), "--types").Output, StringComparison.Ordinal);

    [RequiresToolFact("clang-19")]
    public void Inspect_OfAnObjectMadeByClang_ShowsItsParts()
    {
        File.WriteAllText(_directory["x.c"], "__attribute__((section(\"xdp\"), used)) int pass(void *ctx) { return 2; }");
        Command.Output("clang-19", "-target", "bpf", "-O2", "-g", "-c", _directory["x.c"], "-o", _directory["x.o"]);

        Assert.Contains("\n  pass  xdp      Xdp ", Inspect(_directory["x.o"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_OfATruncatedObject_IsOneLine()
    {
        byte[] bytes = File.ReadAllBytes(CompiledCounter());
        for (int length = 0; length < bytes.Length; length += 97)
        {
            string path = _directory.Write("truncated.o", bytes.AsSpan(0, length));
            ToolRun.Of("inspect", path).AssertFailure("truncated.o: no BPF object: ");
        }
    }

    [Theory]
    [InlineData("No.o", "No.o: no such file")]
    [InlineData("", "is a directory")]
    public void Inspect_OfNoFile_SaysSo(string name, string message) => ToolRun.Of("inspect", _directory[name]).AssertFailure(message);

    private static ToolRun Inspect(string path, params string[] options)
    {
        var run = ToolRun.Of(["inspect", path, .. options]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run;
    }

    private string CompiledCounter()
    {
        File.WriteAllText(_directory["Counter.bpf.cs"], Counter);
        Assert.Equal(new ToolRun(0, "", ""), ToolRun.Of("build", _directory["Counter.bpf.cs"], "-o", _directory["Counter.bpf.o"]));
        return _directory["Counter.bpf.o"];
    }
}
