using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>The options of a DHCP message, with a name that is copied in a round of a loop, and leases for those who ask.</summary>
[BpfObject]
public partial class DhcpOptions
{
    public enum MessageType : byte { None, Discover, Offer, Request, Decline, Ack, Nak, Release, Inform }

    public enum OptionCode : byte { Pad, HostName = 12, RequestedIp = 50, LeaseTime, Type = 53, End = 255 }

    [InlineArray(12)]
    public struct HostName { private byte _c; }

    public struct Options
    {
        public MessageType Type;
        public uint? RequestedIp;
        public uint Lease;
        public HostName Host;
        public byte HostLength;
        public int Count;
    }

    [InlineArray(100)]
    public struct Bytes { private byte _b; }

    public struct Args
    {
        public byte Length;
        public byte Type;
        public uint Requested, Lease;
        public ulong HostHash;
        public int Count;
        public int Leased;
        public Bytes Text;
    }

    public struct Lease { public uint Address; public uint Seconds; public HostName Name; }

    public readonly BpfHashMap<ulong, Lease> Leases = new(maxEntries: 32);
    private uint _next;

    [Syscall(OnFault = -22)]
    public int Run(ref Args args)
    {
        ReadOnlySpan<byte> data = ((ReadOnlySpan<byte>)args.Text)[..(args.Length % 101)];
        if (!TryParse(data, out Options options))
            return -1;
        args.Type = (byte)options.Type;
        args.Requested = options.RequestedIp ?? 7;
        args.Lease = options.Lease;
        args.Count = options.Count;
        args.HostHash = Hash(((ReadOnlySpan<byte>)options.Host)[..options.HostLength]);
        var result = options.Type switch
        {
            MessageType.Discover => Offer(args.HostHash, options),
            MessageType.Request when options.RequestedIp is { } ip && ip % 2 == 1 => Assign(args.HostHash, ip, options),
            MessageType.Request => -(int)MessageType.Nak,
            MessageType.Release or MessageType.Decline => Leases.Remove(args.HostHash) ? 1 : 0,
            _ => 100,
        };
        args.Leased = 0;
        foreach (int i in 0..4)
            args.Leased += Leases.ContainsKey((ulong)i) ? 1 : 0;
        return result;
    }

    private int Offer(ulong client, in Options options)
    {
        ref var lease = ref Leases.GetOrAdd(client);
        if (lease.Address == 0)
            lease.Address = 0x0a000000 + ++_next;
        lease.Name = options.Host;
        return (int)lease.Address;
    }

    private int Assign(ulong client, uint address, in Options options)
    {
        if (Leases.TryGetValue(client, out Lease lease) && lease.Address != address)
            return -6;
        Leases[client] = lease with { Address = address, Seconds = Math.Clamp(options.Lease, 60, 86400) };
        return (int)address;
    }

    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in name)
            hash = (hash ^ b) * 1099511628211;
        return hash;
    }

    private static bool TryParse(ReadOnlySpan<byte> data, out Options options)
    {
        options = default;
        while (!data.IsEmpty)
        {
            var code = (OptionCode)data[0];
            if (code == OptionCode.Pad)
            {
                data = data[1..];
                continue;
            }

            if (code == OptionCode.End)
                return options.Type != MessageType.None;
            if (data.Length < 2 || data.Length < 2 + data[1])
                return false;
            var body = data.Slice(2, data[1]);
            data = data[(2 + data[1])..];
            options.Count++;
            switch (code)
            {
                case OptionCode.Type when body is [<= 8 and var type]:
                    options.Type = (MessageType)type;
                    break;
                case OptionCode.Type:
                    return false;
                case OptionCode.RequestedIp when body.Length == 4:
                    options.RequestedIp = BinaryPrimitives.ReadUInt32BigEndian(body);
                    break;
                case OptionCode.LeaseTime when body.Length == 4:
                    options.Lease = BinaryPrimitives.ReadUInt32BigEndian(body);
                    break;
                case OptionCode.HostName:
                    if (!body.TryCopyTo(options.Host))
                        return false;
                    options.HostLength = (byte)body.Length;
                    break;
            }
        }

        return false;
    }
}
