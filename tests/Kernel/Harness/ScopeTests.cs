using CsBpf.Testing;

namespace CsBpf.KernelTests.Harness;

/// <summary>The machine's state that tests make is theirs alone, and goes with them.</summary>
public class ScopeTests
{
    [RequiresBpfFact]
    public void TemporaryCgroup_Disposed_IsGoneWithItsChildren()
    {
        string path;
        using (var cgroup = new TemporaryCgroup())
        {
            path = cgroup.Path;
            var child = cgroup.CreateChild("child");

            Assert.Equal("child", child.Name);
            Assert.NotEqual(cgroup.Id, child.Id);
            Assert.Equal(cgroup.Id.ToString(), Command.Output("stat", "-c", "%i", path).Trim());
        }

        Assert.False(Directory.Exists(path));
    }

    [RequiresBpfFact("bpftool")]
    public void TemporaryBpffs_Pins_AreGoneWithIt()
    {
        string path;
        using (var bpffs = new TemporaryBpffs())
        {
            path = bpffs.Path;
            Command.Output(
                "bpftool", "map", "create", bpffs["map"], "type", "array", "key", "4", "value", "4", "entries", "1", "name", "pinned");
            Assert.True(File.Exists(bpffs["map"]));
        }

        Assert.False(Directory.Exists(path));
    }

    [RequiresRootFact("setpriv")]
    public void RunAsNobody_Id_IsNobodyWithoutCapabilities()
    {
        Assert.Equal("65534\n", Command.RunAsNobody("id", "-u").EnsureSuccess().Output);
        Assert.Contains("CapEff:\t0000000000000000\n", Command.RunAsNobody("cat", "/proc/self/status").EnsureSuccess().Output);
    }

    [RequiresToolFact("clang-19", "bpftool")]
    public void Clang_VmlinuxHeader_GivesObjectWithBtf()
    {
        byte[] bytes = Clang.Compile("#include \"vmlinux.h\"\nint f(struct task_struct *t) { return t->pid; }\n");

        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F'], bytes[..4]);
    }

    [Fact]
    public void RequiresTool_MissingTool_SaysWhatAndHowToGetIt() =>
        Assert.Equal(
            "needs no-such-tool, which is not on the path: apt install no-such-tool",
            new RequiresToolFactAttribute("no-such-tool").Skip);
}
