using CsBpf.Object.Btf;
using CsBpf.Testing;

namespace CsBpf.Cli.Tests;

public sealed class VmlinuxCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Vmlinux_OfTypes_WritesTheirClasses()
    {
        var types = new BtfBuilder();
        uint number = types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        types.Add(new BtfStruct("widget", 4, [new BtfMember("size", number, 0)]));
        string btf = _directory.Write("kernel.btf", types.ToBytes());

        var run = ToolRun.Of("vmlinux", "--btf", btf, "-o", _directory.Path);

        Assert.Equal(new ToolRun(0, "", ""), run);
        Assert.Contains("class widget", File.ReadAllText(_directory["Classes.g.cs"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Vmlinux_OfNoTypes_SaysSo()
    {
        ToolRun.Of("vmlinux", "--btf", _directory.Write("text", "no types"u8)).AssertFailure("text: no BPF object: .BTF+0x0: ");
        ToolRun.Of("vmlinux", "--btf", _directory["missing"]).AssertFailure("missing: no such file");
    }

    [Fact]
    public void Vmlinux_WithWrongNames_SaysWhere()
    {
        string btf = _directory.Write("kernel.btf", new BtfBuilder().ToBytes());

        ToolRun.Of("vmlinux", "--btf", btf, "--names", _directory.Write("names", "a b c"u8)).AssertFailure("names: Line 1 ");
    }
}
