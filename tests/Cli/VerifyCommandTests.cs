using System.Text.Json;
using CsBpf.Testing;

namespace CsBpf.Cli.Tests;

public sealed class VerifyCommandTests : IDisposable
{
    private const string Source = """
        #define SEC(name) __attribute__((section(name), used))
        static void *(*lookup)(void *map, const void *key) = (void *)1;
        struct { int (*type)[1]; int (*max_entries)[4]; int *key; long *value; } counts SEC(".maps");
        SEC("socket") int good(void *ctx) { return 0; }
        SEC("socket") int bad(void *ctx)
        {
            int key = 1;
            long *value = lookup(&counts, &key);
            *value = 3;
            return 0;
        }
        char _license[] SEC("license") = "GPL";
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [RequiresBpfFact("clang-19")]
    public void Verify_OfProgramsThatAreTaken_Succeeds()
    {
        var run = ToolRun.Of("verify", Compile(Source.Replace("*value = 3;", "")));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches(@"\n  good  socket_filter  success +2 +2 +\d+ +\d+\n", run.Output);
    }

    [RequiresBpfFact("clang-19")]
    public void Verify_OfAProgramThatIsRefused_FailsWithItsPlace()
    {
        string path = Compile(Source);

        var run = ToolRun.Of("verify", path);

        Assert.Equal(CommandLine.Failure, run.ExitCode);
        Assert.Contains($"\n{Path.ChangeExtension(path, ".c")}(9,12): error CSBPF9001: ", run.Output, StringComparison.Ordinal);
    }

    [RequiresBpfFact("clang-19")]
    public void Verify_AsJson_HasAVerdictForEachProgram()
    {
        var run = ToolRun.Of("verify", Compile(Source), "--json");

        Assert.Equal(CommandLine.Failure, run.ExitCode);
        var programs = JsonDocument.Parse(run.Output).RootElement.GetProperty("programs");
        Assert.Equal(2, programs.GetArrayLength());
        var (good, bad) = (programs[0], programs[1]);
        Assert.Equal(
            ("good", "socket_filter", "success", 2),
            (Text(good, "name"), Text(good, "type"), Text(good, "verdict"), good.GetProperty("instructions").GetInt32()));
        Assert.All(["processed", "states", "stack"], name => Assert.Equal(JsonValueKind.Number, good.GetProperty(name).ValueKind));
        Assert.Equal(("bad", "failure"), (Text(bad, "name"), Text(bad, "verdict")));
        Assert.Contains("map_value_or_null", Text(bad, "message"), StringComparison.Ordinal);
        Assert.Equal(9, bad.GetProperty("location").GetProperty("line").GetInt32());
    }

    [RequiresBpfFact("clang-19")]
    public void Verify_OfManyObjectsAsJson_HasAReportForEach()
    {
        string text = _directory.Write("text.o", "no object"u8);

        var run = ToolRun.Of("verify", "--json", Compile(Source), text, text);

        Assert.Equal((CommandLine.Failure, ""), (run.ExitCode, run.Errors));
        var reports = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(3, reports.GetArrayLength());
        Assert.Equal(2, reports[0].GetProperty("programs").GetArrayLength());
        Assert.Equal("text.o", Text(reports[1], "object"));
        Assert.Contains("no BPF object", Text(reports[1], "message"), StringComparison.Ordinal);
        Assert.Equal(0, reports[1].GetProperty("programs").GetArrayLength());
    }

    [RequiresBpfFact("clang-19")]
    public void Verify_WithLog_PrintsWhatTheVerifierSaid() =>
        Assert.Contains("\nlog of bad\n", ToolRun.Of("verify", Compile(Source), "--log").Output, StringComparison.Ordinal);

    [RequiresRootFact("clang-19", "setpriv")]
    public void Verify_WithoutCapabilities_SaysWhichIsMissing()
    {
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_101_101);

        var result = Command.RunAsNobody("dotnet", typeof(CommandLine).Assembly.Location, "verify", Compile(Source));

        Assert.Equal(CommandLine.Failure, result.ExitCode);
        Assert.Matches("^csbpf: .*CAP_BPF.*\n$", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Verify_OfATruncatedObject_IsOneLine() =>
        ToolRun.Of("verify", _directory.Write("truncated.o", "\u007fELF"u8)).AssertFailure("truncated.o: no BPF object: ");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private string Compile(string source)
    {
        File.WriteAllText(_directory["x.c"], source);
        Command.Output("clang-19", "-target", "bpf", "-O2", "-g", "-c", _directory["x.c"], "-o", _directory["x.o"]);
        return _directory["x.o"];
    }
}
