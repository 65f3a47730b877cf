namespace CsBpf;

/// <summary>
/// A program that follows the TCP connections of a cgroup, and may set their parameters (Linux 4.13).
/// <code>[SockOps] SocketReply Follow(SocketOperationContext context)</code>
/// </summary>
[ProgramSection("sockops", Program = typeof(CgroupProgram), Context = typeof(SocketOperationContext), FaultValue = (int)SocketReply.None, LargestResult = 1)]
public sealed class SockOpsAttribute : BpfProgramAttribute
{
    /// <summary>What the program returns when it faults. Default: no reply.</summary>
    public SocketReply OnFault { get; init; } = SocketReply.None;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>Whether a program answers a <see cref="SocketOperation"/>.</summary>
public enum SocketReply
{
    /// <summary>It does not: the kernel does as ever.</summary>
    None = 0,

    /// <summary>The answer is in <see cref="SocketOperationContext.Reply"/>, which is 0 where the program did not set it.</summary>
    Given = 1,
}

/// <summary>What happens to a TCP connection, or what the kernel asks (the <c>BPF_SOCK_OPS_…</c> without <c>_FLAG</c>).</summary>
public enum SocketOperation : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Asks for the first timeout of a SYN, in jiffies; -1 for that of the kernel.</summary>
    TimeoutInitial = 1,

    /// <summary>Asks for the receive window to begin with, in packets; -1 for that of the kernel.</summary>
    ReceiveWindowInitial = 2,

    /// <summary>This side is about to connect.</summary>
    Connecting = 3,

    /// <summary>A connection is there, which this side began.</summary>
    ConnectedActive = 4,

    /// <summary>A connection is there, which the other side began.</summary>
    ConnectedPassive = 5,

    /// <summary>Asks whether the congestion control needs ECN.</summary>
    NeedsEcn = 6,

    /// <summary>Asks for the round-trip time above which there is congestion, in microseconds (Linux 4.15).</summary>
    BaseRoundTripTime = 7,

    /// <summary>A timeout, where asked for (Linux 4.16): 0: how many, 1: the time, 2: whether it is the last.</summary>
    RetransmissionTimeout = 8,

    /// <summary>A packet is sent anew, where asked for (Linux 4.16): 0: the sequence number, 1: the segments, 2: an error.</summary>
    Retransmission = 9,

    /// <summary>The state changes, where asked for (Linux 4.16): 0: the old one, 1: the new one.</summary>
    StateChange = 10,

    /// <summary>A socket listens from now on (Linux 4.19).</summary>
    Listening = 11,

    /// <summary>A round-trip time is measured, where asked for (Linux 5.3).</summary>
    RoundTrip = 12,

    /// <summary>Options of a TCP header have come, where asked for (Linux 5.10).</summary>
    ParseHeaderOption = 13,

    /// <summary>Asks how much room the program needs in a TCP header, where asked for (Linux 5.10).</summary>
    HeaderOptionLength = 14,

    /// <summary>Has the program write to a TCP header, where asked for (Linux 5.10).</summary>
    WriteHeaderOption = 15,

    /// <summary>A packet is handed to the queueing discipline, where asked for (Linux 6.15).</summary>
    TimestampScheduled = 16,

    /// <summary>A packet is handed to the driver, where asked for (Linux 6.15).</summary>
    TimestampSoftware = 17,

    /// <summary>A packet is sent by the card, where asked for (Linux 6.15).</summary>
    TimestampHardware = 18,

    /// <summary>All of a packet is acknowledged, where asked for (Linux 6.15).</summary>
    TimestampAcknowledged = 19,

    /// <summary>A process sends, where asked for (Linux 6.15).</summary>
    TimestampSending = 20,
}

/// <summary>What a program wants to be called for, of a connection (<c>BPF_SOCK_OPS_…_CB_FLAG</c>).</summary>
[Flags]
public enum SocketCallbacks : uint
{
    /// <summary>No more than it is called for in any case.</summary>
    None = 0,

    /// <summary><see cref="SocketOperation.RetransmissionTimeout"/>.</summary>
    RetransmissionTimeout = 1 << 0,

    /// <summary><see cref="SocketOperation.Retransmission"/>.</summary>
    Retransmission = 1 << 1,

    /// <summary><see cref="SocketOperation.StateChange"/>.</summary>
    StateChange = 1 << 2,

    /// <summary><see cref="SocketOperation.RoundTrip"/> (Linux 5.3).</summary>
    RoundTrip = 1 << 3,

    /// <summary><see cref="SocketOperation.ParseHeaderOption"/>, for all headers (Linux 5.10).</summary>
    ParseAllHeaderOptions = 1 << 4,

    /// <summary><see cref="SocketOperation.ParseHeaderOption"/>, for headers with an option that the kernel does not know (Linux 5.10).</summary>
    ParseUnknownHeaderOptions = 1 << 5,

    /// <summary><see cref="SocketOperation.HeaderOptionLength"/> and <see cref="SocketOperation.WriteHeaderOption"/> (Linux 5.10).</summary>
    WriteHeaderOptions = 1 << 6,
}
