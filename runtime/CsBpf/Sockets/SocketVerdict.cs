namespace CsBpf;

/// <summary>What a program says of a packet or message on its way to a socket (<c>enum sk_action</c>).</summary>
public enum SocketVerdict
{
    /// <summary>It is dropped: TCP answers that nobody listens.</summary>
    Drop = 0,

    /// <summary>It goes on: to the socket that the program chose, if it did.</summary>
    Pass = 1,
}
