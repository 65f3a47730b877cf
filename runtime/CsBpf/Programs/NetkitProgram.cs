using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program of a netkit device (<see cref="NetkitAttribute"/>, Linux 6.7).</summary>
public sealed class NetkitProgram : LoadedProgram
{
    private readonly BpfAttachType _attachType;

    internal NetkitProgram(ProgramHandle handle, string name, BpfAttachType attachType, VerifierLog? log = null)
        : base(handle, name, target: null, log) => _attachType = attachType;

    /// <summary>Attaches the program to a pair of netkit devices, behind the programs that are there, until the link is disposed.</summary>
    /// <param name="networkInterface">The name of the primary device.</param>
    /// <exception cref="BpfException">There is no such device, or it is of another kind.</exception>
    public BpfLink Attach(string networkInterface)
    {
        var operation = new Operation($"attach the program {Name} to", networkInterface, CapabilitySet.NetAdmin | CapabilitySet.Bpf);
        return new BpfLink(LinkCalls.Create(Handle, NetworkInterfaceIndex.Find(networkInterface), _attachType, flags: 0, operation, Advice));
    }

    /// <summary>Runs the program on a packet that nobody sent (<c>BPF_PROG_TEST_RUN</c>).</summary>
    /// <param name="packet">The packet: at least the 14 bytes of an Ethernet header. Changed as the program leaves it.</param>
    /// <returns>What the program decided.</returns>
    /// <exception cref="BpfException">The kernel refused to run it.</exception>
    public NetkitAction Run(Span<byte> packet) => (NetkitAction)TestRun(packet, packet).ReturnValue;

    private static string? Advice(Errno error) => error switch
    {
        Errno.ENXIO => "it is no netkit device",
        Errno.EACCES => "it is the peer: programs of both sides are attached to the primary device",
        Errno.EINVAL => "the kernel has no netkit devices (Linux 6.7, CONFIG_NETKIT)",
        _ => null,
    };
}
