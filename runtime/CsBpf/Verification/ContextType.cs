using CsBpf.Object.Btf;
using CsBpf.Reading;

namespace CsBpf;

/// <summary>
/// The context that a type of programs has. A program that replaces a function of another is verified with that program; alone, it can be
/// verified as a program of the type that its context belongs to.
/// </summary>
/// <param name="Name">The struct's name, as programs know it.</param>
/// <param name="KernelName">Its name in the kernel; null where that says nothing.</param>
/// <param name="Section">A section of programs that have it.</param>
internal readonly record struct ContextType(string Name, string? KernelName, string Section)
{
    /// <summary>The contexts; of programs that share one, the most usual.</summary>
    private static readonly ContextType[] All =
    [
        new("__sk_buff", "sk_buff", "tc"),
        new("bpf_sock", "sock", "cgroup/post_bind4"),
        new("bpf_sock_addr", "bpf_sock_addr_kern", "cgroup/bind4"),
        new("bpf_sock_ops", "bpf_sock_ops_kern", "sockops"),
        new("sk_msg_md", "sk_msg", "sk_msg"),
        new("bpf_cgroup_dev_ctx", "bpf_cgroup_dev_ctx", "cgroup/dev"),
        new("bpf_sysctl", "bpf_sysctl_kern", "cgroup/sysctl"),
        new("bpf_sockopt", "bpf_sockopt_kern", "cgroup/setsockopt"),
        new("sk_reuseport_md", "sk_reuseport_kern", "sk_reuseport/migrate"),
        new("bpf_sk_lookup", "bpf_sk_lookup_kern", "sk_lookup"),
        new("xdp_md", "xdp_buff", "xdp"),
        new("bpf_user_pt_regs_t", "pt_regs", "kprobe"),
        new("bpf_perf_event_data", "bpf_perf_event_data_kern", "perf_event"),
        new("bpf_raw_tracepoint_args", null, "raw_tp"),
    ];

    /// <summary>The program as it can be verified: itself, or, where it is for a program that nobody named, as its context tells.</summary>
    public static ProgramSpec Guess(BpfObjectSpec spec, ProgramSpec program)
    {
        if (program is not { Type: BpfProgramType.Extension, TargetProgram: null } ||
            ContextOf(spec.Types, program.Function) is not { } name)
            return program;
        foreach (var context in All)
        {
            if (context.Name == name || context.KernelName == name)
                return new ProgramSpec(program.Function, context.Section, SectionKind.Find(context.Section));
        }

        return program;
    }

    /// <summary>The name of the struct that the only parameter of a function points to.</summary>
    private static string? ContextOf(BtfTypes types, FunctionSpec function) =>
        function.TypeId != 0 &&
        types[function.TypeId] is BtfFunction declaration &&
        types[declaration.Prototype] is BtfFunctionPrototype { Parameters: [var parameter] } &&
        types[types.ResolveModifiers(parameter.Type)] is BtfPointer pointer
            ? types.NameOf(types.ResolveModifiers(pointer.Target))
            : null;
}
