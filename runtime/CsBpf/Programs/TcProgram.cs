using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for packets in traffic control (<see cref="TcAttribute"/>, Linux 4.1).</summary>
public sealed class TcProgram : LoadedProgram
{
    private const string TcxSince = "6.6";

    internal TcProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>
    /// Attaches the program to what comes in by a network interface, behind the programs that are there, until the link is disposed (tcx, Linux 6.6).
    /// </summary>
    /// <param name="networkInterface">The name of the interface: <c>eth0</c>.</param>
    /// <exception cref="BpfException">There is no such interface, or the kernel refuses.</exception>
    public BpfLink AttachIngress(string networkInterface) => Attach(networkInterface, BpfAttachType.TcxIngress);

    /// <summary>
    /// Attaches the program to what goes out by a network interface, behind the programs that are there, until the link is disposed (tcx, Linux 6.6).
    /// </summary>
    /// <inheritdoc cref="AttachIngress"/>
    public BpfLink AttachEgress(string networkInterface) => Attach(networkInterface, BpfAttachType.TcxEgress);

    /// <summary>Runs the program on a packet that nobody sent (<c>BPF_PROG_TEST_RUN</c>, Linux 4.12).</summary>
    /// <param name="packet">The packet: at least the 14 bytes of an Ethernet header. Changed as the program leaves it.</param>
    /// <returns>What the program decided.</returns>
    /// <exception cref="BpfException">The kernel refused to run it.</exception>
    public TcAction Run(Span<byte> packet) => (TcAction)TestRun(packet, packet).ReturnValue;

    private BpfLink Attach(string networkInterface, BpfAttachType type)
    {
        var operation = new Operation($"attach the program {Name} to", networkInterface, CapabilitySet.NetAdmin | CapabilitySet.Bpf);
        return new BpfLink(LinkCalls.Create(Handle, NetworkInterfaceIndex.Find(networkInterface), type, flags: 0, operation, Advice));
    }

    private static string? Advice(Errno error) => error switch
    {
        Errno.EINVAL when KernelVersion.IsOlderThan(TcxSince) => $"the kernel has no tcx before Linux {TcxSince}",
        Errno.ERANGE => "as many programs as the kernel allows are attached to it already",
        _ => null,
    };
}
