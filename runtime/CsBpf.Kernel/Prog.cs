namespace CsBpf.Kernel;

/// <summary>A BPF program (<c>struct bpf_prog</c>). A view of it is an iterator over all programs (Linux 5.9).</summary>
[KernelType("bpf_prog")]
public sealed class Prog : bpf_prog
{
    /// <summary>The program's id, the one that <c>bpftool prog</c> shows.</summary>
    [KernelMember("aux.id")]
    public uint Id
    {
        get => aux?.id ?? 0;
        set => (aux ??= new()).id = value;
    }

    /// <summary>
    /// The program's name, at most 15 bytes. The whole name is in <see cref="Btf"/>, by the type of the first <see cref="FunctionInfo"/>.
    /// </summary>
    [KernelMember("aux.name")]
    [ArrayLength(16)]
    public KernelString Name
    {
        get => aux?.name ?? default;
        set => (aux ??= new()).name = value;
    }

    /// <summary>The kind of program.</summary>
    [KernelMember("type")]
    public bpf_prog_type Type
    {
        get => type;
        set => type = value;
    }

    /// <summary>Where the program said, when it was loaded, that it will be attached.</summary>
    [KernelMember("expected_attach_type")]
    public bpf_attach_type ExpectedAttachType
    {
        get => expected_attach_type;
        set => expected_attach_type = value;
    }

    /// <summary>The number of instructions, after the verifier's rewriting.</summary>
    [KernelMember("len")]
    public uint Length
    {
        get => len;
        set => len = value;
    }

    /// <summary>The size of the machine code, in bytes; 0 where the program is interpreted.</summary>
    [KernelMember("jited_len")]
    public uint MachineCodeSize
    {
        get => jited_len;
        set => jited_len = value;
    }

    /// <summary>The digest of the instructions that <c>bpftool prog</c> shows as tag.</summary>
    [KernelMember("tag")]
    [ArrayLength(8)]
    public KernelArray<byte> Tag
    {
        get => tag;
        set => tag = value;
    }

    /// <summary>When the program was loaded, in nanoseconds since boot (<c>CLOCK_BOOTTIME</c>).</summary>
    [KernelMember("aux.load_time")]
    public ulong LoadTime
    {
        get => aux?.load_time ?? 0;
        set => (aux ??= new()).load_time = value;
    }

    /// <summary>The number of instructions that the verifier looked at, each as often as it did (Linux 5.16).</summary>
    [KernelMember("aux.verified_insns")]
    public uint VerifiedInstructions
    {
        get => aux?.verified_insns ?? 0;
        set => (aux ??= new()).verified_insns = value;
    }

    /// <summary>The kernel function that the program attaches to; NULL for kinds that attach to none.</summary>
    [KernelMember("aux.attach_func_name")]
    public KernelString AttachFunctionName
    {
        get => aux?.attach_func_name ?? default;
        set => (aux ??= new()).attach_func_name = value;
    }

    /// <summary>The BPF program that this one attaches to; <see langword="null"/> for most.</summary>
    [KernelMember("aux.dst_prog")]
    public Prog? Target
    {
        get => aux?.dst_prog;
        set => (aux ??= new()).dst_prog = value;
    }

    /// <summary>What the program's types are described in; <see langword="null"/> where it was loaded without.</summary>
    [KernelMember("aux.btf")]
    public btf? Btf
    {
        get => aux?.btf;
        set => (aux ??= new()).btf = value;
    }

    /// <summary>The types of the program's functions in <see cref="Btf"/>: this is the first.</summary>
    [KernelMember("aux.func_info")]
    public bpf_func_info? FunctionInfo
    {
        get => aux?.func_info;
        set => (aux ??= new()).func_info = value;
    }
}
