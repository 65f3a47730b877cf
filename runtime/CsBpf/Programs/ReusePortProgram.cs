using System.Net.Sockets;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program that chooses among sockets which share a port (<see cref="SkReusePortAttribute"/>, Linux 4.19).</summary>
public sealed class ReusePortProgram : LoadedProgram
{
    private const int AttachOption = 52;
    private const int DetachOption = 68;

    internal ReusePortProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>
    /// Attaches the program to all sockets that share the port with one, in place of the one that is there, until the attachment is disposed
    /// (<c>SO_ATTACH_REUSEPORT_EBPF</c>; detached from Linux 5.3 on).
    /// </summary>
    /// <param name="socket">One of them: with <c>SO_REUSEPORT</c>, bound.</param>
    /// <exception cref="BpfException">The socket shares no port, or the kernel refuses.</exception>
    public SocketAttachment Attach(Socket socket) => SocketAttachment.Attach(this, socket, AttachOption, DetachOption, Advice);

    private static string? Advice(Errno error) => error switch
    {
        Errno.EINVAL or Errno.ENOTSUPP => "it must be a TCP or UDP socket with SO_REUSEPORT (option 15 of level 1), set before it was bound",
        _ => null,
    };
}
