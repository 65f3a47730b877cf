namespace CsBpf;

/// <summary>What becomes of a packet after an XDP program (<c>enum xdp_action</c>).</summary>
public enum XdpAction
{
    /// <summary>Dropped, and counted as an error of the program (tracepoint <c>xdp:xdp_exception</c>).</summary>
    Aborted = 0,

    /// <summary>Dropped.</summary>
    Drop = 1,

    /// <summary>Handed to the network stack.</summary>
    Pass = 2,

    /// <summary>Sent back out of the interface that it came in by.</summary>
    Transmit = 3,

    /// <summary>Sent where the program's call of a redirecting helper said.</summary>
    Redirect = 4,
}
