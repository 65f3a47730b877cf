namespace CsBpf.Kernel;

/// <summary>
/// A BPF link (<c>struct bpf_link</c>): what holds a program to what it is attached to. A view of it is an iterator over all links
/// (Linux 5.19).
/// </summary>
[KernelType("bpf_link")]
public sealed class Link : bpf_link
{
    /// <summary>The link's id, the one that <c>bpftool link</c> shows.</summary>
    [KernelMember("id")]
    public uint Id
    {
        get => id;
        set => id = value;
    }

    /// <summary>The kind of link.</summary>
    [KernelMember("type")]
    public bpf_link_type Type
    {
        get => type;
        set => type = value;
    }

    /// <summary>The program that is attached.</summary>
    [KernelMember("prog")]
    public Prog? Program
    {
        get => prog;
        set => prog = value;
    }
}
