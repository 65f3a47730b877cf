using VerifyTests;

namespace CsBpf.Compiler.Tests.Harness;

/// <summary>What the snapshot tests rely on. The real Verify has its own tests.</summary>
public class SnapshotTests
{
    [Fact]
    public Task Verify_SameText_Passes() => Verify("line 1\nline 2\n");

    [Theory]
    [InlineData(1, "a/b")]
    public Task Verify_Parameters_AreInFileName(int number, string text) => Verify($"{number} {text}", "asm").UseParameters(number, text);

    [Fact]
    public async Task Verify_OtherText_ShowsDiffAndLeavesReceived()
    {
        string received = Path.Combine(SourceDirectory(), "Changed.received.txt");

        var exception = await Assert.ThrowsAsync<VerifyException>(async () => await Verify("1\n2\n3\n4\nfive\n6").UseFileName("Changed"));

        Assert.True(File.Exists(received));
        File.Delete(received);
        Assert.Contains("  ⋮\n  2\n  3\n  4\n- 5\n+ five\n  6\n", exception.Message);
    }

    [Fact]
    public async Task Verify_SameNameTwice_IsRefused()
    {
        await Verify("once");

        await Assert.ThrowsAsync<VerifyException>(async () => await Verify("once"));
    }

    private static string SourceDirectory([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
