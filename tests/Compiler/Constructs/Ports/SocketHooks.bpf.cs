using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Ports;

/// <summary>Decisions of the hooks of cgroups, as of <c>connect4_prog.c</c>, <c>sockopt_sk.c</c> and <c>dev_cgroup.c</c>.</summary>
[BpfObject]
public partial class SocketHooks
{
    public enum SocketType : uint { Stream = 1, Datagram, Raw }
    public enum Hook : byte { Connect4, Bind4, SendMsg4, GetSockOpt, SetSockOpt, Device }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Destination
    {
        [FieldOffset(0)] public ushort Family;
        [FieldOffset(2)] public ushort Port;
        [FieldOffset(4)] public uint Address;
        [FieldOffset(8)] public ulong Tail;
        [FieldOffset(8)] public uint Low;
        [FieldOffset(12)] public uint High;
    }

    [InlineArray(24)]
    public struct OptionValue
    {
        private byte _b;
    }

    public struct SocketContext
    {
        public Hook Hook;
        public SocketType Type;
        public Destination User;
        public int Level, OptionName, OptionLength, ReturnValue;
        public uint DeviceAccess, Major, Minor;
        public OptionValue Value;
    }

    public struct ServiceKey : IEquatable<ServiceKey>
    {
        public uint Address;
        public ushort Port;
        public ushort Padding;

        public readonly bool Equals(ServiceKey other) => Address == other.Address && Port == other.Port;
    }

    public struct SocketStorage
    {
        public int Connects;
        public uint LastPort;
        public bool Tracked;
    }

    private const uint SourceRewrite = 0x7f000004, Destination1 = 0xc0a801fe;
    private const int SolIp = 0, SolSocket = 1, SolCustom = 0xdeadbee;
    private const int IpTos = 1, SoSndBuf = 7, CustomInheritance = 0;

    public readonly BpfHashMap<ServiceKey, SocketStorage> Services = new(maxEntries: 64);
    public int DeviceDenied { get; private set; }

    [Syscall(OnFault = -22)]
    public int Run(ref SocketContext ctx) => (Hook)((byte)ctx.Hook % 6) switch
    {
        Hook.Connect4 => OnConnect(ref ctx) ? 1 : 0,
        Hook.Bind4 when ctx.Type is not (SocketType.Stream or SocketType.Datagram) => 0,
        Hook.Bind4 => Rebind(ref ctx.User),
        Hook.SendMsg4 => OnSendMessage(ref ctx),
        Hook.GetSockOpt => OnGetOption(ref ctx),
        Hook.SetSockOpt => OnSetOption(ref ctx),
        Hook.Device => OnDevice(ctx),
        _ => throw new ArgumentOutOfRangeException(nameof(ctx)),
    };

    private bool OnConnect(ref SocketContext ctx)
    {
        ref Destination user = ref ctx.User;
        var key = new ServiceKey { Address = user.Address & 3, Port = (ushort)(user.Port & 1) };
        ref var storage = ref Services.GetOrAdd(key);
        storage.Connects++;
        if (user.Family != 2 && !storage.Tracked)
        {
            storage.Tracked = true;
            return false;
        }

        storage.LastPort = user.Port;
        (user.Address, user.Port) = (Destination1, (ushort)((user.Port << 8) | (user.Port >> 8)));
        user.Low ^= SourceRewrite;
        return storage is { Connects: < 5 } or { LastPort: 0 };
    }

    private static int Rebind(ref Destination user)
    {
        user.Tail = ulong.RotateLeft(user.Tail, 8);
        user.High++;
        return user.Tail > uint.MaxValue ? 1 : 3;
    }

    private static int OnSendMessage(ref SocketContext ctx)
    {
        if (ctx.Type == SocketType.Raw)
            return 0;
        Span<Destination> one = new(ref ctx.User);
        var bytes = MemoryMarshal.AsBytes(one);
        bytes[4..8].Reverse();
        return bytes[^1];
    }

    private static int OnGetOption(ref SocketContext ctx)
    {
        Span<byte> value = ctx.Value;
        switch (ctx.Level, ctx.OptionName)
        {
            case (SolIp, IpTos) when ctx.OptionLength >= 1:
                ctx.ReturnValue = 0;
                return 1;
            case (SolSocket, SoSndBuf):
                if (ctx.OptionLength is < 4 or > 24)
                    return 0;
                MemoryMarshal.Write(value, MemoryMarshal.Read<int>(value) * 2);
                return 1;
            case (SolCustom, CustomInheritance):
                value[0] = 0x55;
                ctx.OptionLength = 1;
                return 1;
            default:
                return ctx.ReturnValue < 0 ? 0 : 1;
        }
    }

    private static int OnSetOption(ref SocketContext ctx)
    {
        if (ctx.OptionLength < 0)
            return -1;
        Span<byte> value = ctx.Value;
        var used = value[..Math.Min(ctx.OptionLength, value.Length)];
        if (used.StartsWith("cubic"u8))
        {
            "reno\0"u8.CopyTo(used);
            ctx.OptionLength = 5;
            return 1;
        }

        int zeroes = used.Count((byte)0);
        if (zeroes > used.Length / 2)
            used.Fill(0xff);
        return zeroes;
    }

    private int OnDevice(in SocketContext ctx)
    {
        bool allowed = ((ctx.DeviceAccess & 0xffff) is 2, ctx.Major, ctx.Minor) switch
        {
            (true, 1, 5 or 9) => true,
            (true, 5, var minor) => minor <= 2,
            (false, 8, _) => true,
            _ => false,
        };
        if (!allowed)
            DeviceDenied++;
        return allowed ? 1 : 0;
    }
}
