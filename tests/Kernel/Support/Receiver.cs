using System.Net;
using System.Net.Sockets;

namespace CsBpf.KernelTests.Support;

/// <summary>A UDP socket on this machine, which packets are sent to.</summary>
internal sealed class Receiver : IDisposable
{
    private const int Milliseconds = 300;

    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { ReceiveTimeout = Milliseconds } };

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_client.Client.LocalEndPoint!).Port;

    /// <summary>Sends a packet there, and says whether it arrives.</summary>
    public bool Receives()
    {
        using var sender = new UdpClient();
        try
        {
            sender.Send([1, 2, 3], new IPEndPoint(IPAddress.Loopback, Port));
        }
        catch (SocketException)
        {
            return false;
        }

        return Arrives();
    }

    /// <summary>True where a packet comes within a moment.</summary>
    public bool Arrives()
    {
        try
        {
            IPEndPoint? from = null;
            return _client.Receive(ref from).Length > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
