namespace CsBpf;

/// <summary>Where a function of x86-64 has its arguments when it begins: what a program of a probe is called with.</summary>
/// <remarks>On other processors the kernel has other registers: there the loader says that it does not find them.</remarks>
[KernelType("pt_regs")]
public sealed class ProbeArguments : KernelObject
{
    /// <summary>The first argument.</summary>
    [KernelMember("di"), ArgumentRegister(0)]
    public ulong First { get; set; }

    /// <summary>The second argument.</summary>
    [KernelMember("si"), ArgumentRegister(1)]
    public ulong Second { get; set; }

    /// <summary>The third argument.</summary>
    [KernelMember("dx"), ArgumentRegister(2)]
    public ulong Third { get; set; }

    /// <summary>The fourth argument.</summary>
    [KernelMember("cx"), ArgumentRegister(3)]
    public ulong Fourth { get; set; }

    /// <summary>The fifth argument.</summary>
    [KernelMember("r8"), ArgumentRegister(4)]
    public ulong Fifth { get; set; }

    /// <summary>The sixth argument.</summary>
    [KernelMember("r9"), ArgumentRegister(5)]
    public ulong Sixth { get; set; }
}

/// <summary>Where a function of x86-64 has its result when it ends: what a program of a probe for that is called with.</summary>
/// <inheritdoc cref="ProbeArguments" path="/remarks"/>
[KernelType("pt_regs")]
public sealed class ProbeResult : KernelObject
{
    /// <summary>The result.</summary>
    [KernelMember("ax"), ResultRegister]
    public ulong Value { get; set; }
}

/// <summary>Where a system call of x86-64 has its arguments: the registers of user space, which the kernel's function gets the address of.</summary>
/// <inheritdoc cref="ProbeArguments" path="/remarks"/>
[KernelType("pt_regs")]
[BehindFirstArgument(typeof(ProbeArguments))]
public sealed class SyscallArguments : KernelObject
{
    /// <summary>The first argument.</summary>
    [KernelMember("di"), ArgumentRegister(0)]
    public ulong First { get; set; }

    /// <summary>The second argument.</summary>
    [KernelMember("si"), ArgumentRegister(1)]
    public ulong Second { get; set; }

    /// <summary>The third argument.</summary>
    [KernelMember("dx"), ArgumentRegister(2)]
    public ulong Third { get; set; }

    /// <summary>The fourth argument.</summary>
    [KernelMember("r10"), ArgumentRegister(3)]
    public ulong Fourth { get; set; }

    /// <summary>The fifth argument.</summary>
    [KernelMember("r8"), ArgumentRegister(4)]
    public ulong Fifth { get; set; }

    /// <summary>The sixth argument.</summary>
    [KernelMember("r9"), ArgumentRegister(5)]
    public ulong Sixth { get; set; }
}
