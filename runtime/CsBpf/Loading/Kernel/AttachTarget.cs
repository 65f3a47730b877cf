using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What a program attaches to, as far as the kernel must know when it verifies it.</summary>
/// <param name="BtfId">The BTF id of the function, type or struct; 0 where the program has none.</param>
/// <param name="AttachType">The kind of place; in a struct of functions, the index of the member.</param>
/// <param name="Owner">The program, or the BTF of the module, that the id is of; null for the kernel itself.</param>
internal readonly record struct AttachTarget(uint BtfId, uint AttachType, BpfHandle? Owner)
{
    /// <summary>Finds what a program attaches to, in the kernel, its modules, or another program.</summary>
    /// <exception cref="BpfException">The object names no target, or one that is not there.</exception>
    public static AttachTarget Find(ProgramSpec program, KernelTypes kernel)
    {
        if (program.StructOps is var (type, member))
        {
            var operations = StructOpsType.Find(kernel, type);
            return new AttachTarget(operations.Id, operations.IndexOf(member), operations.Module?.Handle);
        }

        if (program.Type == BpfProgramType.StructOps)
            throw Failed(program, "no struct of functions refers to it, so that nobody knows what it is for");
        if (!program.HasKernelTarget && program.TargetProgram is null)
            return new AttachTarget(0, (uint)program.AttachType, null);
        if (program.Target is not { Length: > 0 } target)
            throw Failed(program, $"the section '{program.SectionName}' names nothing to attach to, as '{program.SectionName}/name' does");
        if (program.TargetProgram is { } other)
            return new AttachTarget(FindFunction(other, target), (uint)program.AttachType, other.Handle);
        if (program.Type == BpfProgramType.Extension)
            throw Failed(program, $"it replaces a function of another program, which {nameof(ProgramSpec.TargetProgram)} says");

        var found = FindInKernel(program, target, kernel);
        return new AttachTarget(found.Id, (uint)program.AttachType, found.Module?.Handle);
    }

    private static KernelType FindInKernel(ProgramSpec program, string target, KernelTypes kernel)
    {
        var (prefix, kind) = program.AttachType switch
        {
            BpfAttachType.TraceRawTracepoint => ("btf_trace_", BtfKind.Typedef),
            BpfAttachType.LsmMac or BpfAttachType.LsmCgroup => ("bpf_lsm_", BtfKind.Function),
            BpfAttachType.TraceIterator => ("bpf_iter_", BtfKind.Function),
            _ => ("", BtfKind.Function),
        };
        int colon = target.IndexOf(':');
        string? module = colon < 0 ? null : target[..colon];
        return kernel.Find(prefix + target[(colon + 1)..], kind, module)
            ?? throw new FeatureNotSupportedException(
                $"{Describe(program.AttachType)} {target}", firstKernel: null, $"the program {program.Name} attaches to it");
    }

    private static uint FindFunction(LoadedProgram program, string function)
    {
        uint types = ProgramCalls.GetInfo(program.Handle).BtfId;
        return (types == 0 ? null : BtfTypes.Parse(BtfCalls.GetById(types)).FindByName(function, BtfKind.Function))
            ?? throw new BpfException($"find the function {function} in the program {program.Name}", (int)Errno.ENOENT);
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
