using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Constructs.Ports;

[InlineArray(16)]
public struct TaskComm
{
    private byte _c;

    [UnscopedRef]
    public ReadOnlySpan<byte> Text
    {
        get
        {
            ReadOnlySpan<byte> all = this;
            return all.IndexOf((byte)0) is >= 0 and var end ? all[..end] : all;
        }
    }
}

public struct SlowWakeup
{
    public TaskComm Task, PrevTask;
    public ulong DeltaUs;
    public int Pid, PrevPid;
}

public readonly struct Microseconds(ulong nanoseconds)
{
    public readonly ulong Value = nanoseconds / 1000;
    public static bool operator >=(Microseconds a, ulong b) => a.Value >= b;
    public static bool operator <=(Microseconds a, ulong b) => a.Value <= b;
    public static implicit operator ulong(Microseconds us) => us.Value;
}

/// <summary>Tasks that wait long for a processor, as runqslower has them, with a line of text.</summary>
[BpfObject(License = "GPL")]
public partial class RunqSlower
{
    public ulong MinUs { get; } = 10;
    public static uint TargetPid { get; set; }
    public readonly uint TargetTgid;

    private readonly BpfHashMap<uint, ulong> _start = new(maxEntries: 10240);
    private readonly BpfArrayMap<SlowWakeup> _events = new(maxEntries: 32);
    private int _count;

    [InlineArray(300)] public struct Output { private byte _; }

    public struct Args
    {
        public uint Cpu;
        public TaskComm Prev, Next;
        public uint PrevPid, NextPid;
        public long PrevState;
        public ulong Now;
        public SlowWakeup Event;
        public Output Line;
        public int Length;
        public bool Preempt;
    }

    private int TraceEnqueue(uint tgid, uint pid, ulong now)
    {
        if (pid == 0) return 0;
        if (TargetTgid is var t and not 0 && t != tgid) return 0;
        if (TargetPid is not 0 && TargetPid != pid) return 0;
        _start[pid] = now;
        return 1;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args ctx)
    {
        ref readonly var prev = ref ctx.Prev;
        ref var next = ref ctx.Next;
        (uint prevPid, uint pid) = (ctx.PrevPid % 8, ctx.NextPid % 8);
        if (ctx.PrevState == 0 || ctx is { Preempt: true, PrevState: < 4 })
            TraceEnqueue(prevPid / 2, prevPid, ctx.Now);

        if (!_start.TryGetValue(pid, out var start))
            return 0;

        Microseconds delta = new(ctx.Now - start);
        if (MinUs != 0 && delta <= MinUs)
            return 1;

        var e = new SlowWakeup
        {
            Pid = (int)pid,
            PrevPid = (int)prevPid,
            DeltaUs = delta,
            Task = next,
            PrevTask = prev,
        };
        _events[_count++ % 32] = e;
        ctx.Event = e;
        Span<byte> line = ctx.Line;
        if (!Utf8.TryWrite(line, $"{(e.Pid > 3 ? 'A' : 'b')} {e.Task.Text,-16} {e.Pid,-6} {(ulong)delta,14} {e.PrevTask.Text} {prevPid:x4}\n", out ctx.Length))
            return -2;
        line[ctx.Length..].Clear();
        _start.Remove(pid);
        return 2;
    }
}
