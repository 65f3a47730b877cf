namespace CsBpf.Kernel;

/// <summary>A system call that begins: what programs for <c>syscalls/sys_enter_…</c> get.</summary>
[KernelType("syscall_trace_enter")]
[TracepointRecord("syscalls/sys_enter_")]
public sealed class SyscallEnter : syscall_trace_enter
{
    /// <summary>The number of the system call.</summary>
    [KernelMember("nr")]
    public int Number
    {
        get => nr;
        set => nr = value;
    }

    /// <summary>Its arguments; a program that reads more than the system call has is refused when it is attached.</summary>
    [KernelMember("args")]
    [ArrayLength(0)]
    public KernelArray<ulong> Arguments
    {
        get => args;
        set => args = value;
    }
}

/// <summary>A system call that is done: what programs for <c>syscalls/sys_exit_…</c> get.</summary>
[KernelType("syscall_trace_exit")]
[TracepointRecord("syscalls/sys_exit_")]
public sealed class SyscallExit : syscall_trace_exit
{
    /// <summary>The number of the system call.</summary>
    [KernelMember("nr")]
    public int Number
    {
        get => nr;
        set => nr = value;
    }

    /// <summary>What it returned: an error is a negative number.</summary>
    [KernelMember("ret")]
    public long Result
    {
        get => ret;
        set => ret = value;
    }
}
