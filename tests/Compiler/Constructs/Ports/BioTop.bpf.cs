using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

[Flags]
public enum ReqOp : uint { Read = 0, Write = 1, Flush = 2, Discard = 3, Mask = 0xff, Sync = 1 << 11, Meta = 1 << 12, Prio = 1 << 13 }

public struct BlockInfo : IEquatable<BlockInfo>
{
    public uint Pid;
    public bool RwFlag;
    public int Major, Minor;
    public Comm Name;

    public readonly bool Equals(BlockInfo other) => (Pid, RwFlag, Major, Minor) == (other.Pid, other.RwFlag, other.Major, other.Minor);
}

[InlineArray(16)] public struct Comm { private byte _e; }

public struct Val
{
    public ulong Bytes, Us;
    public uint Io;
    public static Val operator checked +(Val a, Val b) => new() { Bytes = checked(a.Bytes + b.Bytes), Us = checked(a.Us + b.Us), Io = checked(a.Io + b.Io) };
    public static Val operator +(Val a, Val b) => new() { Bytes = a.Bytes + b.Bytes, Us = a.Us + b.Us, Io = a.Io + b.Io };
}

public record struct StartReq(ulong StartTime, ulong DataLen);
public readonly record struct WhoRef(uint Pid, Comm Name);

/// <summary>Which process reads and writes how much, the largest first, as biotop has it.</summary>
[BpfObject]
public partial class BioTop
{
    private readonly BpfHashMap<ulong, StartReq> _start = new(10240);
    private readonly BpfHashMap<ulong, WhoRef> _who = new(10240);
    private readonly BpfHashMap<BlockInfo, Val> _counts = new(1024);
    public readonly BpfArrayMap<Rank> Top = new(4);

    public struct Rank { public ulong Bytes; public uint Pid; }
    public struct Args
    {
        public ulong Request;
        public ReqOp Flags;
        public uint Length;
        public ulong Now;
        public byte Event;
        public BlockInfo Info;
        public Val All;
        public uint First, Second;
    }

    private static bool IsWrite(ReqOp flags) => (flags & ReqOp.Mask) is ReqOp.Write or ReqOp.Discard;

    [Syscall(OnFault = -3)]
    public int Run(ref Args rq)
    {
        ulong key = rq.Request & 15;
        rq.Info.Pid &= 7;
        return (rq.Event & 3) switch
        {
            0 => Account(key, rq.Info.Pid, rq.Info.Name),
            1 => Start(key, rq.Length, rq.Now),
            _ => Done(key, ref rq),
        };
    }

    private int Account(ulong key, uint pid, in Comm name)
    {
        _who[key] = new(pid, name);
        return 0;
    }

    private int Start(ulong key, ulong length, ulong now) => _start.TryAdd(key, new StartReq { StartTime = now, DataLen = length }) ? 1 : 2;

    private int Done(ulong key, ref Args rq)
    {
        if (!_start.TryGetValue(key, out StartReq req))
            return 3;
        var (started, length) = req;
        var who = _who.TryGetValue(key, out WhoRef found) ? found : (WhoRef?)null;
        BlockInfo info = new() { Major = rq.Info.Major & 1, Minor = 0, RwFlag = IsWrite(rq.Flags), Pid = who?.Pid ?? 0, Name = who.GetValueOrDefault().Name };
        info.Name[1..].Clear();
        info.Name[0] &= 1;
        ref Val val = ref _counts.GetOrAdd(info);
        val += new Val { Bytes = length, Us = (rq.Now - started) / 1000, Io = 1 };
        checked
        {
            if (rq.Flags.HasFlag(ReqOp.Sync)) val += val;
        }
        _start.Remove(key);
        _who.Remove(key);

        for (int i = 0; i < 4; i++)
            Top[i] = default;
        Val sum = default;
        _counts.ForEach((in BlockInfo i, ref Val v) =>
        {
            sum += v;
            Rank rank = new() { Bytes = v.Bytes, Pid = i.Pid };
            for (int slot = 0; slot < 4; slot++)
            {
                ref Rank existing = ref Top[slot];
                if (rank.Bytes > existing.Bytes || (rank.Bytes == existing.Bytes && rank.Pid > existing.Pid))
                    (existing, rank) = (rank, existing);
            }
        });
        (rq.All, rq.First, rq.Second) = (sum, Top[0].Pid, Top[1].Pid);
        rq.Info = info;
        return info.Equals(rq.Info) ? 4 : 5;
    }
}
