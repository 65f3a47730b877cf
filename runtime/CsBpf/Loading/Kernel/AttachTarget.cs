using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What a program attaches to, as far as the kernel must know when it verifies it.</summary>
/// <param name="BtfId">The BTF id of the kernel's function, type or struct; 0 where the program has none.</param>
/// <param name="AttachType">The kind of place; in a struct of functions, the index of the member.</param>
internal readonly record struct AttachTarget(uint BtfId, uint AttachType)
{
    /// <summary>Finds in the kernel's BTF what a program attaches to.</summary>
    /// <exception cref="BpfException">The object names no target, or one that the kernel does not have.</exception>
    public static AttachTarget Find(ProgramSpec program, Func<BtfTypes> kernel)
    {
        if (program.StructOps is not var (type, member))
            return new AttachTarget(program.HasKernelTarget ? FindId(program, kernel) : 0, (uint)program.AttachType);

        var operations = StructOpsType.Find(kernel(), type);
        return new AttachTarget(operations.Id, operations.IndexOf(member));
    }

    private static uint FindId(ProgramSpec program, Func<BtfTypes> kernel)
    {
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
            ?? throw new FeatureNotSupportedException(
                $"{Describe(program.AttachType)} {target}",
                firstKernel: null,
                $"the program {program.Name} attaches to it (those of modules are not looked for)");
    }

    private static string Describe(BpfAttachType type) => type switch
    {
        BpfAttachType.TraceRawTracepoint => "the tracepoint",
        BpfAttachType.LsmMac or BpfAttachType.LsmCgroup => "the LSM hook",
        BpfAttachType.TraceIterator => "the iterator",
        _ => "the function",
    };

    private static BpfException Failed(ProgramSpec program, string advice) =>
        new($"load the program {program.Name}", (int)Errno.EINVAL, advice);
}
