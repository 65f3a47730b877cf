using CsBpf.KernelTests.Support;
using CsBpf.Object;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Errors;

/// <summary>An object that lacks its end is a typed error, wherever it was cut.</summary>
public sealed class TruncatedObjectTests
{
    [Theory]
    [InlineData("CgroupViews")]
    [InlineData("BpffsDebug")]
    public void Read_OfEveryTruncation_SaysWhere(string sample)
    {
        byte[] whole = Sample.Compile(sample);

        for (int length = 0; length < whole.Length; length++)
        {
            var exception = Assert.Throws<ObjectFormatException>(() => BpfObjectSpec.Read(whole.AsMemory(0, length), sample));
            Assert.NotEmpty(exception.Problem);
            Assert.InRange(exception.Offset, 0, whole.Length);
        }
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("inspect")]
    public void CommandLine_OnATruncation_IsOneLineAndNoTrace(string command)
    {
        using var directory = new TemporaryDirectory();
        byte[] whole = Sample.Compile("CgroupViews");
        string path = directory.Write("cut.bpf.o", whole.AsSpan(0, whole.Length / 2));

        var run = BuiltProgram.CommandLine.Run(command, path);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Matches(@"^csbpf: .*cut\.bpf\.o: [^\n]+\n$", run.Error);
    }
}
