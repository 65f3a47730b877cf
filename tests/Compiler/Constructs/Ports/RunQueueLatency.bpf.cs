using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;

namespace CsBpf.Constructs.Ports;

/// <summary>Latencies between wakeup and switch, in histograms of powers of two, as runqlat has them.</summary>
[BpfObject]
public partial class RunQueueLatency
{
    private const int Slots = 26;

    public readonly uint TargetGroup = 0;
    public readonly bool PerProcess = true;
    public readonly bool Milliseconds;

    public readonly BpfHashMap<uint, ulong> Starts = new(maxEntries: 1024);
    public readonly BpfHashMap<uint, Histogram> Histograms = new(maxEntries: 256);
    public long Dropped;

    public struct Histogram
    {
        public SlotCounts Slots;
        public Comm Name;
    }

    [InlineArray(Slots)]
    public struct SlotCounts
    {
        private uint _first;
    }

    [InlineArray(16)]
    public struct Comm
    {
        private byte _first;
    }

    public enum Event : byte { Wakeup, WakeupNew, Switch }

    public struct Args
    {
        public ulong Now;
        public byte Kind;
        public byte Previous, Next;
        public bool PreviousRuns;
        public Comm Text;
        public uint Slot;
        public ulong Delta;
        public long Dropped;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        args.Dropped = Dropped;
        return (Event)(args.Kind % 4) switch
        {
            Event.Wakeup or Event.WakeupNew => Enqueue(args.Next, args.Now),
            Event.Switch => Switch(ref args),
            var other => -(int)other,
        };
    }

    private int Enqueue(uint pid, ulong now)
    {
        if (pid == 0)
            return 0;
        Starts[pid] = now;
        return 1;
    }

    private int Switch(ref Args args)
    {
        if (args.PreviousRuns)
            Enqueue(args.Previous, args.Now);
        if (!Starts.TryGetValue(args.Next, out ulong start))
            return 2;

        long delta = (long)(args.Now - start);
        try
        {
            if (delta < 0)
            {
                Interlocked.Increment(ref Dropped);
                return 3;
            }

            ref Histogram histogram = ref Histograms.GetOrAdd(PerProcess ? args.Next : ~0u);
            if (histogram.Name[0] == 0)
                histogram.Name = args.Text;
            ulong units = (ulong)delta / (Milliseconds ? 1_000_000U : 1_000U);
            int slot = Math.Min(BitOperations.Log2(units), Slots - 1);
            Interlocked.Increment(ref histogram.Slots[slot]);
            (args.Slot, args.Delta) = (histogram.Slots[slot], units);
            return 4;
        }
        finally
        {
            Starts.Remove(args.Next);
        }
    }
}
