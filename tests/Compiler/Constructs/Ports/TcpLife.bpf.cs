using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Ports;

public enum TcpState
{
    Established = 1,
    SynSent,
    SynReceived,
    FinWait1,
    FinWait2,
    TimeWait,
    Close,
    CloseWait,
    LastAck,
    Listen,
    Closing,
    NewSynReceived,
}

[StructLayout(LayoutKind.Explicit)]
public struct Endpoint
{
    [FieldOffset(0)] public IPv4Address V4;
    [FieldOffset(0)] public IPv6Address V6;
    [FieldOffset(16)] public ushort Port;
    [FieldOffset(18)] public ushort Family;
}

public struct Life
{
    public ulong Start, End;
    public Endpoint Local, Remote;
    public long Received, Sent;
    public uint Pid;
    public TcpState Last;
    public readonly ulong Milliseconds => (End - Start) / 1_000_000;
}

/// <summary>The life of TCP connections, from states that follow each other, as tcplife has it.</summary>
[BpfObject]
public partial class TcpLife
{
    private struct Birth { public ulong Time; public uint Pid; public uint Transitions; }

    private readonly BpfHashMap<ulong, Birth> _births = new(maxEntries: 128);
    public readonly BpfHashMap<Endpoint, Life> Lives = new(maxEntries: 256);

    public struct Args
    {
        public ulong Socket;
        public byte Old, New;
        public ulong Now;
        public uint Pid;
        public Endpoint Local;
        public IPv6Address Peer;
        public Life Life;
        public ulong Duration;
    }

    [Syscall(OnFault = -9)]
    public int Run(ref Args args)
    {
        ulong socket = args.Socket % 16;
        var (before, after) = ((TcpState)(args.Old % 13), (TcpState)(args.New % 13));
        switch (before, after)
        {
            case (_, TcpState.SynSent or TcpState.LastAck):
                _births.GetOrAdd(socket).Pid = args.Pid;
                return 1;
            case (not TcpState.Established, < TcpState.FinWait1 and not 0):
                ref Birth birth = ref _births.GetOrAdd(socket);
                birth.Time = args.Now;
                birth.Transitions++;
                return 2;
            case ({ } state, TcpState.Close) when _births.TryGetValue(socket, out var found):
                Life life = new()
                {
                    Start = found.Time,
                    End = args.Now,
                    Local = args.Local,
                    Remote = { V6 = args.Peer, Port = (ushort)found.Transitions },
                    Pid = found.Pid,
                    Last = state,
                };
                life.Local.Family = life.Local.V4 == default ? (ushort)10 : (ushort)2;
                args.Life = life;
                args.Duration = life.Milliseconds;
                Lives[life.Local] = life;
                return _births.Remove(socket) ? 3 : 4;
            default:
                return 0;
        }
    }
}
