using CsBpf;
using CsBpf.Kernel;

/// <summary>Fields that stand in other places from kernel to kernel, some of them far from the task itself: /proc has each.</summary>
[BpfObject(License = "GPL")]
public partial class TaskView
{
    private const int DefaultPriority = 120;
    private const ulong NanosecondsPerTick = 10_000_000;

    [BpfView]
    public int Show(SeqFile f, Task t)
    {
        f.Print($"process {t.Pid}\nparent {t.Parent?.Pid ?? 0}\nname {t.Name}\nuid {t.Uid}\n");
        f.Print($"flags {t.Flags}\nnice {t.StaticPriority - DefaultPriority}\nthreads {t.signal?.nr_threads ?? 0}\n");
        f.Print($"start {t.StartBootTime / NanosecondsPerTick}\nswitches {t.VoluntarySwitches}\n");
        f.Print($"executable {t.Memory?.exe_file?.f_inode?.i_ino ?? 0}\ncode {t.Memory?.start_code ?? 0}\n");
        f.Print($"directory {t.fs?.pwd.dentry?.d_inode?.i_ino ?? 0}\ncgroup {t.Cgroup?.Id ?? 0}\n");
        return 0;
    }
}
