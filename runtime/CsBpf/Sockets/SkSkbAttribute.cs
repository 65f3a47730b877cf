namespace CsBpf;

/// <summary>
/// A program that decides over what a socket of a map receives (Linux 4.14).
/// <code>[SkSkb(StreamHook.StreamVerdict)] SocketVerdict Check(StreamBuffer buffer)</code>
/// </summary>
/// <param name="hook">Over what.</param>
[ProgramSection("sk_skb/{name}", Program = typeof(SocketMapProgram), Context = typeof(StreamBuffer), FaultValue = (int)SocketVerdict.Pass, LargestResult = 1)]
public sealed class SkSkbAttribute(StreamHook hook) : BpfProgramAttribute
{
    /// <summary>Over what.</summary>
    public StreamHook Hook { get; } = hook;

    /// <summary>What becomes of the data when the program faults. Default: the process gets them.</summary>
    public SocketVerdict OnFault { get; init; } = SocketVerdict.Pass;

    /// <inheritdoc/>
    public override int FaultValue => (int)OnFault;
}

/// <summary>What a program of a map of sockets decides over.</summary>
public enum StreamHook
{
    /// <summary>Messages of TCP, as a <see cref="SkSkbParserAttribute"/> program of the map finds them; without one, what has come.</summary>
    [HookName("stream_verdict")]
    StreamVerdict,

    /// <summary>What has come by a socket of any kind (Linux 5.13).</summary>
    [HookName("verdict")]
    Verdict,
}

/// <summary>
/// A program that finds out how long the message is which begins what a TCP socket of a map has received (Linux 4.14). It returns the length, or 0
/// where more must come before that is known.
/// <code>[SkSkbParser] int Parse(StreamBuffer buffer) => buffer.Data.Length == 0 ? 0 : buffer.Data[0];</code>
/// </summary>
[ProgramSection("sk_skb/stream_parser", Program = typeof(SocketMapProgram), Context = typeof(StreamBuffer))]
public sealed class SkSkbParserAttribute : BpfProgramAttribute
{
    /// <summary>What the program returns when it faults: 0, which waits for more.</summary>
    public int OnFault { get; init; }

    /// <inheritdoc/>
    public override int FaultValue => OnFault;
}
