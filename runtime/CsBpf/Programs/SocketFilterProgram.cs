using System.Net.Sockets;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for the packets that a socket receives (<see cref="SocketFilterAttribute"/>, Linux 3.19).</summary>
public sealed class SocketFilterProgram : LoadedProgram
{
    private const int AttachOption = 50;
    private const int DetachOption = 27;

    internal SocketFilterProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>Attaches the program to a socket, in place of the one that is there, until the attachment is disposed (<c>SO_ATTACH_BPF</c>).</summary>
    /// <param name="socket">The socket.</param>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public SocketAttachment Attach(Socket socket) => SocketAttachment.Attach(this, socket, AttachOption, DetachOption, Advice);

    /// <summary>Runs the program on a packet that nobody sent (<c>BPF_PROG_TEST_RUN</c>, Linux 4.12).</summary>
    /// <param name="packet">The packet: at least the 14 bytes of an Ethernet header, behind which the program sees it start.</param>
    /// <returns>How many bytes of it the socket would get.</returns>
    /// <exception cref="BpfException">The kernel refused to run it.</exception>
    public uint Run(ReadOnlySpan<byte> packet) => (uint)TestRun(packet).ReturnValue;

    private static string? Advice(Errno error) =>
        error == Errno.EPERM ? "the filter of the socket is locked (SO_LOCK_FILTER)" : null;
}
