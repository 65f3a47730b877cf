namespace CsBpf;

/// <summary>Which interfaces a packet is sent out of (<c>BPF_F_*</c>, Linux 5.14).</summary>
[Flags]
public enum RedirectFlags
{
    /// <summary>That of the entry.</summary>
    None = 0,

    /// <summary>All that are in the map.</summary>
    Broadcast = 1 << 3,

    /// <summary>Not the one that it came in by.</summary>
    ExcludeIngress = 1 << 4,
}
