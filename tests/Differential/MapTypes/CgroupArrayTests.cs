using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Programs that ask whether a task is below a cgroup that user space names.</summary>
public class CgroupArrayTests
{
    private const string Source = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Groups
        {
            public static int Process, Own, Other, Empty;

            private readonly BpfCgroupArray _groups = new(maxEntries: 3);

            [Tracepoint("syscalls/sys_enter_getcwd")]
            public void Enter(SyscallEnter call)
            {
                if ((int)(Bpf.GetCurrentPidTgid() >> 32) != Process)
                    return;
                Own = _groups.HasCurrentTask(0);
                Other = _groups.HasCurrentTask(1);
                Empty = _groups.HasCurrentTask(2);
            }

            [Tc]
            public TcAction Filter(SocketBuffer buffer) => _groups.HasSocket(0) == 1 ? TcAction.Pass : TcAction.Drop;
        }
        """;

    [RequiresBpfFact(Kernel = "5.8")]
    public void Task_IsBelowItsCgroup_AndNotBelowAnother()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        using var other = new TemporaryCgroup();
        var groups = new BpfCgroupArray(3);
        loaded.Bind(groups, "_groups");
        groups.Set(0, CgroupFileSystem.MountPoint!);
        groups.Set(1, other.Path);
        using BpfLink link = loaded.Program<TracepointProgram>("Enter").Attach();
        loaded.Global<int>("Process") = Environment.ProcessId;
        loaded.Global<int>("Other") = 5;

        _ = Directory.GetCurrentDirectory();
        Assert.Equal((1, 0, -11), (loaded.Global<int>("Own"), loaded.Global<int>("Other"), loaded.Global<int>("Empty")));

        Assert.True(groups.Remove(0));
        _ = Directory.GetCurrentDirectory();
        Assert.Equal(-11, loaded.Global<int>("Own"));
        // A packet that comes from no socket is in none.
        Assert.Equal(TcAction.Drop, loaded.Program<TcProgram>("Filter").Run(new byte[60]));
    }

    [RequiresBpfFact("bpftool", Kernel = "5.8")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source));
}
