using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Errors;

/// <summary>A program that the verifier refuses is an error at the C# line and column.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class VerifierRefusalTests : IDisposable
{
    private const string Kernel = "6.6";

    private const string UntrustedMap =
        "if (Core.KfuncExists(Kfuncs.MapSumElemCount) && map.inner_map_meta is { } inner)\n" +
        "    f.Print($\"{map.Id} {Kfuncs.MapSumElemCount((Map)inner)}\\n\");\nreturn 0;";

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    /// <summary>The body of a view of maps, which begins in line 9; where the verifier stops in it; and what is wrong.</summary>
    public static TheoryData<string, int, string, string> Refusals => new()
    {
        { UntrustedMap, 10, "Kfuncs.MapSumElemCount((Map)inner)", "R1 must be referenced or trusted" },
    };

    [RequiresBpfTheory(Kernel = Kernel)]
    [MemberData(nameof(Refusals))]
    public void Refusal_IsAtTheCSharpLineAndColumn(string body, int line, string place, string message)
    {
        string source = Source(body);
        string text = source.Split('\n')[line - 1];
        int start = text.IndexOf(place) + 1;

        var exception = Assert.Throws<VerifierException>(() => BpfSource.Load(source, "Refused.bpf.cs"));

        Assert.Equal("Show", exception.Program);
        var location = exception.Location!.Value;
        Assert.Equal(("Refused.bpf.cs", line, text.Trim()), (location.File, location.Line, location.Text));
        Assert.InRange(location.Column, start, start + place.Length - 1);
        Assert.StartsWith($"{location}: error CSBPF9001: {message}", exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Contains("processed", exception.Log);
    }

    [RequiresBpfFact(Kernel = Kernel)]
    public void Refusal_OnTheCommandLine_IsTheSameLineAndNoTrace()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("Refused.o", BpfSource.CompileObject(Source(UntrustedMap), "Refused.bpf.cs"));

        var run = BuiltProgram.CommandLine.Run("verify", path);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"\nRefused\.bpf\.cs\(10,\d+\): error CSBPF9001: R1 must be referenced or trusted.*'f\.Print\(.*\);'\.\n$", run.Output);
        Assert.DoesNotContain("   at ", run.Output + run.Error);
    }

    private static string Source(string body) => $$"""
        using CsBpf;
        using CsBpf.Kernel;
        [BpfObject(License = "GPL")]
        public partial class Refused
        {
            [BpfView]
            public uint Show(SeqFile f, Map map)
            {
        {{body}}
            }
        }
        """;
}
