using System.Net.Sockets;
using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program that is attached to a socket. Disposing this detaches it; closing the socket does, too.</summary>
public sealed class SocketAttachment : IDisposable
{
    private const int SocketLevel = 1;

    private readonly Socket _socket;
    private readonly int _detach;
    private bool _isDetached;

    private SocketAttachment(Socket socket, int detach)
    {
        _socket = socket;
        _detach = detach;
    }

    /// <summary>Detaches the program, if the socket is open.</summary>
    public void Dispose()
    {
        if (_isDetached || _socket.SafeHandle.IsClosed)
            return;
        _isDetached = true;
        _socket.SetRawSocketOption(SocketLevel, _detach, BitConverter.GetBytes(0));
    }

    internal static SocketAttachment Attach(LoadedProgram program, Socket socket, int attach, int detach, Func<Errno, string?> advice)
    {
        ArgumentNullException.ThrowIfNull(socket);
        using var lease = program.Handle.Lease();
        int descriptor = lease.Descriptor;
        try
        {
            socket.SetRawSocketOption(SocketLevel, attach, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in descriptor)));
        }
        catch (SocketException exception)
        {
            var operation = new Operation($"attach the program {program.Name} to", $"the socket {socket.LocalEndPoint}".TrimEnd());
            throw operation.Failed(-exception.NativeErrorCode, advice((Errno)exception.NativeErrorCode));
        }

        return new SocketAttachment(socket, detach);
    }
}
