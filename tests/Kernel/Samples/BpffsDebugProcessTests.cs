using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Samples;

/// <summary>The second sample as its user runs it.</summary>
public sealed class BpffsDebugProcessTests
{
    [RequiresBpfFact("unshare", "cat", "setpriv", Kernel = "6.1")]
    public void Run_PrintsAndLeavesTwoFilesThatAnyoneMayRead()
    {
        using var bpffs = new TemporaryBpffs();

        var run = BuiltProgram.BpffsDebug.RunWithBpffs(bpffs).EnsureSuccess();

        Assert.StartsWith("/sys/fs/bpf/csbpf/maps\n  id name             max_entries  cur_entries\n", run.Output);
        Assert.Contains("\n/sys/fs/bpf/csbpf/progs\n  id name             attached\n", run.Output);
        Assert.Contains(" BpffsDeb.rodata ", Command.RunAsNobody("cat", bpffs["csbpf/maps"]).EnsureSuccess().Output);
        Assert.Contains(" bpf_iter_bpf_map ", Command.RunAsNobody("cat", bpffs["csbpf/progs"]).EnsureSuccess().Output);
    }

    [RequiresBpfFact("unshare", Kernel = "6.1")]
    public void Remove_LeavesNothing()
    {
        using var bpffs = new TemporaryBpffs();
        string[] before = Directory.GetFileSystemEntries(bpffs.Path);
        BuiltProgram.BpffsDebug.RunWithBpffs(bpffs).EnsureSuccess();

        var run = BuiltProgram.BpffsDebug.RunWithBpffs(bpffs, "--remove").EnsureSuccess();

        Assert.Equal("removed /sys/fs/bpf/csbpf/maps\nremoved /sys/fs/bpf/csbpf/progs\n", run.Output);
        Assert.Equal(before, Directory.GetFileSystemEntries(bpffs.Path));
    }
}
