using System.Globalization;
using System.Runtime.InteropServices;
using CsBpf.Reading;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>
/// A program for a function or a system call of the kernel (<see cref="KprobeAttribute"/>, <see cref="KretprobeAttribute"/>,
/// <see cref="KsyscallAttribute"/>, <see cref="KretsyscallAttribute"/>).
/// </summary>
public sealed class KprobeProgram : LoadedProgram
{
    private static readonly string SyscallPrefix = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "__x64_sys_",
        Architecture.Arm64 => "__arm64_sys_",
        Architecture.RiscV64 => "__riscv_sys_",
        Architecture.S390x => "__s390x_sys_",
        _ => "sys_",
    };

    private readonly SectionTraits _traits;

    internal KprobeProgram(ProgramHandle handle, string name, string? target, SectionTraits traits, VerifierLog? log = null)
        : base(handle, name, target, log)
    {
        _traits = traits;
    }

    /// <summary>Runs the program wherever the kernel calls the function or system call of its section, until the link is disposed.</summary>
    /// <exception cref="InvalidOperationException">The program's section names no function.</exception>
    /// <exception cref="BpfException">The kernel has no such function, or allows no probes there.</exception>
    public BpfLink Attach()
    {
        if (Target is null)
            throw new InvalidOperationException($"The section of {Name} names no function: attach the program to one.");
        if (_traits.HasFlag(SectionTraits.Syscall))
            return Attach(SyscallPrefix + Target);
        // As libbpf has it: function+offset.
        return Target.Split('+') is [var function, var distance]
            ? Attach(function, ulong.Parse(distance, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : Attach(Target);
    }

    /// <summary>Runs the program wherever the kernel calls a function, until the link is disposed.</summary>
    /// <param name="function">The name of the function.</param>
    /// <param name="offset">How far behind its beginning, in bytes.</param>
    /// <exception cref="BpfException">The kernel has no such function, or allows no probes there.</exception>
    public BpfLink Attach(string function, ulong offset = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        var operation = new Operation($"attach the program {Name} to the function", function, CapabilitySet.Bpf | CapabilitySet.PerfMon);
        return new(PerfEventCalls.Attach(
            Handle, ProbeEvents.Kprobe(function, offset, _traits.HasFlag(SectionTraits.Return), operation), operation));
    }
}
