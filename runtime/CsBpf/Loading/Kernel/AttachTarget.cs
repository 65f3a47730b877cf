using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Finds in the kernel's BTF what a program attaches to.</summary>
internal static class AttachTarget
{
    /// <summary>The BTF id of a program's target; 0 where the program has none.</summary>
    /// <exception cref="BpfException">The section names no target, or one that the kernel does not have.</exception>
    public static uint Find(ProgramSpec program, Func<BtfTypes> kernel)
    {
        if (!program.HasKernelTarget)
            return 0;
        if (program.Target is not { Length: > 0 } target)
            throw Failed(program, $"the section '{program.SectionName}' names nothing to attach to, as '{program.SectionName}/name' does");
        if (program.Type == BpfProgramType.Extension)
            throw Failed(program, "a program that replaces a function of another needs that program, which is not supported");

        var (prefix, kind) = program.AttachType switch
        {
            BpfAttachType.TraceRawTracepoint => ("btf_trace_", BtfKind.Typedef),
            BpfAttachType.LsmMac or BpfAttachType.LsmCgroup => ("bpf_lsm_", BtfKind.Function),
            BpfAttachType.TraceIterator => ("bpf_iter_", BtfKind.Function),
            _ => ("", BtfKind.Function),
        };
        return kernel().FindByName(prefix + target, kind)
            ?? throw new FeatureNotSupportedException($"{Describe(program.AttachType)} {target}", firstKernel: null, $"the program {program.Name} attaches to it");
    }

    private static string Describe(BpfAttachType type) => type switch
    {
        BpfAttachType.TraceRawTracepoint => "the tracepoint",
        BpfAttachType.LsmMac or BpfAttachType.LsmCgroup => "the LSM hook",
        BpfAttachType.TraceIterator => "the iterator",
        _ => "in its own BTF (not a module's) the function",
    };

    private static BpfException Failed(ProgramSpec program, string advice) => new($"load the program {program.Name}", (int)Errno.EINVAL, advice);
}
