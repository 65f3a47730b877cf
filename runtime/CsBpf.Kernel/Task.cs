namespace CsBpf.Kernel;

/// <summary>What <see cref="Task.FindVma"/> does with an area of memory.</summary>
/// <param name="task">The task.</param>
/// <param name="area">The area.</param>
[Callback]
public delegate void VmaAction(Task task, vm_area_struct area);

/// <summary>A task (<c>struct task_struct</c>): one thread. A view of it is an iterator over all threads (Linux 5.8).</summary>
[KernelType("task_struct")]
public sealed class Task : task_struct
{
    private readonly List<vm_area_struct> _areas = [];

    /// <summary>The task that the program runs for (<c>bpf_get_current_task_btf</c>, Linux 5.11); in an interrupt the one that is interrupted.</summary>
    public static Task Current
    {
        [Helper(158, Name = "bpf_get_current_task_btf", Since = "5.11", IsPure = true)]
        get => BpfSimulation.Current?.Task as Task ?? new Task
        {
            Tid = (int)Bpf.GetCurrentPidTgid(),
            Pid = (int)(Bpf.GetCurrentPidTgid() >> 32),
            Uid = (uint)Bpf.GetCurrentUidGid(),
            Gid = (uint)(Bpf.GetCurrentUidGid() >> 32),
            Name = Bpf.GetCurrentComm(out TaskName name) ? name.ToString() : "",
        };
    }

    /// <summary>The thread id, in the first pid namespace. The kernel's name for it is <c>pid</c>.</summary>
    [KernelMember("pid")]
    public int Tid
    {
        get => pid;
        set => pid = value;
    }

    /// <summary>The process id, in the first pid namespace: what user space calls pid. The kernel's name for it is <c>tgid</c>.</summary>
    [KernelMember("tgid")]
    public int Pid
    {
        get => tgid;
        set => tgid = value;
    }

    /// <summary>The thread's name, at most 15 bytes (<c>/proc/PID/comm</c>).</summary>
    [KernelMember("comm")]
    [ArrayLength(16)]
    public KernelString Name
    {
        get => comm;
        set => comm = value;
    }

    /// <summary>The process that started this one, or that took it over when its parent ended. A debugger does not change it.</summary>
    [KernelMember("real_parent")]
    public Task? Parent
    {
        get => real_parent;
        set => real_parent = value;
    }

    /// <summary>The first thread of the process.</summary>
    [KernelMember("group_leader")]
    public Task? Leader
    {
        get => group_leader;
        set => group_leader = value;
    }

    /// <summary>The cgroup of the v2 hierarchy that the task is in.</summary>
    [KernelMember("cgroups.dfl_cgrp")]
    public Cgroup? Cgroup
    {
        get => cgroups?.dfl_cgrp;
        set => (cgroups ??= new()).dfl_cgrp = value;
    }

    /// <summary>The process's memory; <see langword="null"/> for a kernel thread.</summary>
    [KernelMember("mm")]
    public mm_struct? Memory
    {
        get => mm;
        set => mm = value;
    }

    /// <summary>The user id, in the first user namespace.</summary>
    [KernelMember("real_cred.uid.val")]
    public uint Uid
    {
        get => real_cred?.uid.val ?? 0;
        set => (real_cred ??= new()).uid.val = value;
    }

    /// <summary>The group id, in the first user namespace.</summary>
    [KernelMember("real_cred.gid.val")]
    public uint Gid
    {
        get => real_cred?.gid.val ?? 0;
        set => (real_cred ??= new()).gid.val = value;
    }

    /// <summary>The bits of the kernel's <c>PF_*</c> flags.</summary>
    [KernelMember("flags")]
    public uint Flags
    {
        get => flags;
        set => flags = value;
    }

    /// <summary>The bits of the kernel's <c>TASK_*</c> states: 0 is running or ready to run (Linux 5.14).</summary>
    [KernelMember("__state")]
    public uint State
    {
        get => __state;
        set => __state = value;
    }

    /// <summary>The bits of the kernel's <c>EXIT_*</c> states: 0 where the task has not ended.</summary>
    [KernelMember("exit_state")]
    public int ExitState
    {
        get => exit_state;
        set => exit_state = value;
    }

    /// <summary>What the task ended with, as <c>wait</c> reports it.</summary>
    [KernelMember("exit_code")]
    public int ExitCode
    {
        get => exit_code;
        set => exit_code = value;
    }

    /// <summary>The priority in force, the smaller the sooner: 0 to 99 real time, 100 to 139 by nice value.</summary>
    [KernelMember("prio")]
    public int Priority
    {
        get => prio;
        set => prio = value;
    }

    /// <summary>The priority that the nice value gives: 120 + nice.</summary>
    [KernelMember("static_prio")]
    public int StaticPriority
    {
        get => static_prio;
        set => static_prio = value;
    }

    /// <summary>The scheduling policy, one of the kernel's <c>SCHED_*</c>.</summary>
    [KernelMember("policy")]
    public uint Policy
    {
        get => policy;
        set => policy = value;
    }

    /// <summary>
    /// When the task started, in nanoseconds since boot without the time the machine was suspended (<c>CLOCK_MONOTONIC</c>).
    /// </summary>
    [KernelMember("start_time")]
    public ulong StartTime
    {
        get => start_time;
        set => start_time = value;
    }

    /// <summary>When the task started, in nanoseconds since boot (<c>CLOCK_BOOTTIME</c>) (Linux 5.5).</summary>
    [KernelMember("start_boottime")]
    public ulong StartBootTime
    {
        get => start_boottime;
        set => start_boottime = value;
    }

    /// <summary>The time spent in user space, in nanoseconds.</summary>
    [KernelMember("utime")]
    public ulong UserTime
    {
        get => utime;
        set => utime = value;
    }

    /// <summary>The time spent in the kernel, in nanoseconds.</summary>
    [KernelMember("stime")]
    public ulong SystemTime
    {
        get => stime;
        set => stime = value;
    }

    /// <summary>How often the task gave up the processor by itself.</summary>
    [KernelMember("nvcsw")]
    public ulong VoluntarySwitches
    {
        get => nvcsw;
        set => nvcsw = value;
    }

    /// <summary>How often the processor was taken from the task.</summary>
    [KernelMember("nivcsw")]
    public ulong InvoluntarySwitches
    {
        get => nivcsw;
        set => nivcsw = value;
    }

    /// <summary>The page faults that needed no reading from disk.</summary>
    [KernelMember("min_flt")]
    public ulong MinorFaults
    {
        get => min_flt;
        set => min_flt = value;
    }

    /// <summary>The page faults that needed reading from disk.</summary>
    [KernelMember("maj_flt")]
    public ulong MajorFaults
    {
        get => maj_flt;
        set => maj_flt = value;
    }

    /// <summary>
    /// Does something with the area of the task's memory that an address is in, while the memory is not changed (Linux 5.17). A fault in it is one of
    /// the program.
    /// </summary>
    /// <param name="address">The address, in the memory of the task.</param>
    /// <param name="action">What to do: a lambda, a local function or a method.</param>
    /// <returns>False where there is no such area, or where the memory is just being changed.</returns>
    [Helper(180, Name = "bpf_find_vma", Since = "5.17", HasFlags = true, ZeroIsTrue = true)]
    public bool FindVma(ulong address, VmaAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var found = _areas.Find(area => area.vm_start <= address && address < area.vm_end);
        if (found is not null)
            action(this, found);
        return found is not null;
    }

    /// <summary>Adds an area to the memory of a task of the simulation, for <see cref="FindVma"/>.</summary>
    /// <param name="area">The area: <c>new vm_area_struct { vm_start = 0x1000, vm_end = 0x2000 }</c>.</param>
    public void AddVma(vm_area_struct area)
    {
        ArgumentNullException.ThrowIfNull(area);
        _areas.Add(area);
    }
}
