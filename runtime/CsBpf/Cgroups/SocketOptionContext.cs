namespace CsBpf;

/// <summary>What a program for the options of sockets is called with (<c>struct bpf_sockopt</c>).</summary>
/// <param name="value">On the CLR: the option's value, which the program changes in place.</param>
[ProgramContext("bpf_sockopt")]
public sealed class SocketOptionContext(byte[] value)
{
    /// <summary>The option's value, as far as the process has made room: at most a page of it.</summary>
    [PacketRange(start: 8, end: 16, IsWide = true)]
    public Span<byte> Value => value;

    /// <summary>The level: 1 for sockets, 6 for TCP. At <see cref="SocketOptionHook.Set"/> the program may change it.</summary>
    [ContextField(24, WritableIn = "cgroup/setsockopt")]
    public int Level { get; set; }

    /// <summary>The option's number in its level. At <see cref="SocketOptionHook.Set"/> the program may change it.</summary>
    [ContextField(28, WritableIn = "cgroup/setsockopt")]
    public int Name { get; set; }

    /// <summary>
    /// The length of the value, in bytes, which the program may make smaller. -1 says at <see cref="SocketOptionHook.Set"/> that the kernel is not
    /// to set the option; 0 that it takes the value of the process, unchanged, which is how to leave one alone that is longer than a page.
    /// </summary>
    [ContextField(32)]
    public int Length { get; set; } = value.Length;

    /// <summary>What the system call returns, at <see cref="SocketOptionHook.Get"/>: the program may make 0 of an error.</summary>
    [ContextField(36, In = "cgroup/getsockopt")]
    public int Result { get; set; }
}
