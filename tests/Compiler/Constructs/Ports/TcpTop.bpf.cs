using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace CsBpf.Constructs.Ports;

public enum AddressFamily : ushort { Unspecified, Inter = 2, Inter6 = 10 }

public readonly struct FlowKey : IEquatable<FlowKey>
{
    public readonly IPv6Address Source, Destination;
    public readonly uint Pid;
    public readonly ushort SourcePort, DestinationPort;
    public readonly AddressFamily Family;

    public FlowKey(in Sock sk, uint pid)
    {
        Pid = pid;
        Family = sk.Family;
        SourcePort = sk.LocalPort;
        DestinationPort = (ushort)System.Net.IPAddress.NetworkToHostOrder((short)sk.RemotePort);
        if (sk.Family == AddressFamily.Inter)
        {
            Source = Mapped(sk.Local4);
            Destination = Mapped(sk.Remote4);
        }
        else
            (Source, Destination) = (sk.Local6, sk.Remote6);
    }

    private static IPv6Address Mapped(IPv4Address address)
    {
        ReadOnlySpan<byte> prefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
        Span<byte> bytes = stackalloc byte[16];
        prefix.CopyTo(bytes);
        MemoryMarshal.Write(bytes[12..], in address);
        return MemoryMarshal.Read<IPv6Address>(bytes);
    }

    public bool Equals(FlowKey other) => Source == other.Source && Destination == other.Destination && Pid == other.Pid
        && (SourcePort, DestinationPort) == (other.SourcePort, other.DestinationPort);

    public override bool Equals(object? obj) => obj is FlowKey key && Equals(key);

    public override int GetHashCode() => HashCode.Combine(Source, Destination, Pid);

    public static bool operator ==(FlowKey a, FlowKey b) => a.Equals(b);

    public static bool operator !=(FlowKey a, FlowKey b) => !(a == b);
}

[StructLayout(LayoutKind.Explicit, Size = 40)]
public struct Sock
{
    [FieldOffset(0)] public AddressFamily Family;
    [FieldOffset(2)] public ushort LocalPort;
    [FieldOffset(4)] public ushort RemotePort;
    [FieldOffset(8)] public IPv4Address Local4;
    [FieldOffset(8)] public IPv6Address Local6;
    [FieldOffset(24)] public IPv4Address Remote4;
    [FieldOffset(24)] public IPv6Address Remote6;
}

public struct Traffic
{
    public ulong Sent, Received;

    public static Traffic operator +(Traffic a, Traffic b) => new() { Sent = a.Sent + b.Sent, Received = a.Received + b.Received };
}

/// <summary>Bytes sent and received by each connection, as tcptop has them.</summary>
[BpfObject(License = "GPL")]
public partial class TcpTop
{
    public readonly AddressFamily TargetFamily = AddressFamily.Unspecified;
    public readonly uint TargetPid;

    public readonly BpfHashMap<FlowKey, Traffic> Flows = new(10_240);

    public struct Args
    {
        public Sock Sock;
        public uint Pid;
        public int Size;
        public bool Receiving;
        public Traffic All;
        public uint Largest;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        args.Sock.Family = (ushort)args.Sock.Family % 3 == 0 ? AddressFamily.Inter : AddressFamily.Inter6;
        int result = args.Receiving switch
        {
            false => TcpSendMsg(args),
            true when args.Size <= 0 => 0,
            true => ProbeIp(receiving: true, in args.Sock, args.Pid, args.Size),
        };

        Traffic sum = default;
        ulong most = 0;
        uint who = 0;
        Flows.ForEach((in FlowKey key, ref Traffic traffic) =>
        {
            sum += traffic;
            if (traffic.Sent + traffic.Received is var all && (all > most || (all == most && key.Pid > who)))
                (most, who) = (all, key.Pid);
        });
        args.All = sum;
        args.Largest = who;
        return result;
    }

    private int TcpSendMsg(in Args args) => ProbeIp(receiving: false, args.Sock, args.Pid, args.Size);

    private int ProbeIp(bool receiving, in Sock sk, uint pid, int size)
    {
        if (TargetPid != 0 && TargetPid != pid)
            return 0;
        if (TargetFamily != default && TargetFamily != sk.Family)
            return 0;
        if (sk.Family is not (AddressFamily.Inter or AddressFamily.Inter6))
            return 0;

        FlowKey key = new(sk, pid);
        FlowKey again = new(in sk, pid + 1);
        ref Traffic traffic = ref Flows.GetOrAdd(key);
        ref ulong counter = ref receiving ? ref traffic.Received : ref traffic.Sent;
        Interlocked.Add(ref counter, (ulong)size);
        return key != again ? 1 : 2;
    }
}
