namespace CsBpf;

/// <summary>
/// A program that decides over packets at a hook of netfilter, beside the tables of nftables and iptables (Linux 6.4).
/// <code>[Netfilter] NetfilterVerdict Filter(nf_hook_state state, sk_buff buffer)</code>
/// </summary>
[ProgramSection(
    "netfilter",
    Program = typeof(NetfilterProgram),
    Arguments = "CsBpf.Kernel.netfilter_hook",
    HasTrustedArguments = true,
    FaultValue = (int)NetfilterVerdict.Accept,
    LargestResult = 1)]
public sealed class NetfilterAttribute : BpfProgramAttribute
{
    /// <summary>What becomes of a packet when the program faults. Default: it passes.</summary>
    public NetfilterVerdict OnFault { get; init; } = NetfilterVerdict.Accept;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>What a program of netfilter says of a packet.</summary>
public enum NetfilterVerdict
{
    /// <summary>It is dropped.</summary>
    Drop = 0,

    /// <summary>It goes on, to what comes behind the program on this hook.</summary>
    Accept = 1,
}

/// <summary>The families of packets that netfilter has programs for (<c>NFPROTO_…</c>).</summary>
public enum NetfilterFamily
{
    /// <summary>IPv4.</summary>
    IPv4 = 2,

    /// <summary>IPv6.</summary>
    IPv6 = 10,
}

/// <summary>Where netfilter looks at packets on their way (<c>enum nf_inet_hooks</c>).</summary>
public enum NetfilterHook
{
    /// <summary>As they come in, before it is known where they go.</summary>
    PreRouting = 0,

    /// <summary>On their way to a socket of this machine.</summary>
    LocalIn = 1,

    /// <summary>On their way through this machine.</summary>
    Forward = 2,

    /// <summary>As they come from a socket of this machine.</summary>
    LocalOut = 3,

    /// <summary>As they go out.</summary>
    PostRouting = 4,
}
