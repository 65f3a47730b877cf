using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for packets as a driver receives them (<see cref="XdpAttribute"/>, Linux 4.8).</summary>
public sealed class XdpProgram : LoadedProgram
{
    private const string LinksSince = "5.9";

    internal XdpProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>Attaches the program to a network interface, until the link is disposed (Linux 5.9).</summary>
    /// <param name="networkInterface">The name of the interface: <c>eth0</c>.</param>
    /// <param name="mode">Where the program runs.</param>
    /// <exception cref="BpfException">There is no such interface, another program is attached to it, or its driver has no such mode.</exception>
    public BpfLink Attach(string networkInterface, XdpMode mode = XdpMode.Default)
    {
        var operation = new Operation($"attach the program {Name} to", networkInterface, CapabilitySet.NetAdmin | CapabilitySet.Bpf);
        int target = NetworkInterfaceIndex.Find(networkInterface);
        return new BpfLink(LinkCalls.Create(Handle, target, BpfAttachType.Xdp, (uint)mode, operation, Advice));
    }

    /// <summary>Runs the program on a packet that nobody sent (<c>BPF_PROG_TEST_RUN</c>, Linux 4.12).</summary>
    /// <param name="packet">The packet: at least the 14 bytes of an Ethernet header. Changed as the program leaves it.</param>
    /// <returns>What the program decided.</returns>
    /// <exception cref="BpfException">The kernel refused to run it.</exception>
    public XdpAction Run(Span<byte> packet) => (XdpAction)TestRun(packet, packet).ReturnValue;

    private static string? Advice(Errno error) => error switch
    {
        Errno.EBUSY => "another XDP program is attached to it: 'bpftool net' tells which",
        Errno.EOPNOTSUPP => $"its driver has no such mode: {nameof(XdpMode)}.{nameof(XdpMode.Generic)} works with every driver",
        Errno.EINVAL when KernelVersion.IsOlderThan(LinksSince) => $"the kernel has no links for XDP before Linux {LinksSince}",
        Errno.EINVAL => "its driver does not take the program: its MTU may be too large for XDP, or its features conflict",
        Errno.ERANGE => "its MTU is too large for XDP: make it smaller, or take packets in fragments (section xdp.frags)",
        _ => null,
    };
}
