using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;

namespace CsBpf.Constructs.Ports;

public struct AllocInfo
{
    public ulong Size;
    public ulong TimestampNs;
    public int StackId;
}

public struct CombinedAllocInfo
{
    private const int SizeBits = 40;
    private const ulong SizeMask = (1UL << SizeBits) - 1;

    private ulong _bits;

    public ulong TotalSize
    {
        readonly get => _bits & SizeMask;
        set => _bits = _bits & ~SizeMask | value & SizeMask;
    }

    public uint NumberOfAllocs
    {
        readonly get => (uint)(_bits >> SizeBits);
        set => _bits = _bits & SizeMask | (ulong)value << SizeBits;
    }

    public static void Change(ref CombinedAllocInfo info, long size, int count)
    {
        ulong delta = unchecked((ulong)size & SizeMask) + ((ulong)count << SizeBits);
        Interlocked.Add(ref info._bits, delta);
    }
}

public enum Operation : uint { Malloc, Free, Calloc, Realloc, Mmap, Munmap }

/// <summary>Memory that is allocated and not given back, by the stack that asked for it, as memleak has it.</summary>
[BpfObject(License = "GPL")]
public partial class MemLeak
{
    public readonly ulong MinSize = 0, MaxSize = ulong.MaxValue, PageSize = 4096, SampleRate = 1;
    public readonly bool TraceAll, WaMissingFree;

    private readonly BpfHashMap<uint, ulong> _sizes = new(10240);
    public readonly BpfHashMap<ulong, AllocInfo> Allocs = new(maxEntries: 1_000);
    public readonly BpfHashMap<ulong, CombinedAllocInfo> CombinedAllocs = new(maxEntries: 10240);

    public struct Args
    {
        public Operation Operation;
        public uint Pid;
        public ulong Address, Size, Count;
        public ulong Now;
        public int StackId;
        public bool Returns;
        public ulong Outstanding;
        public uint Allocations;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args a)
    {
        a.Operation = (Operation)((uint)a.Operation % 6);
        a.Address &= 15;
        a.Pid &= 3;
        a.StackId &= 7;
        int result = a switch
        {
            { Operation: Operation.Malloc or Operation.Mmap, Returns: false } => AllocEnter(a.Pid, a.Size),
            { Operation: Operation.Calloc, Returns: false, Count: var n } => AllocEnter(a.Pid, checked(n * a.Size)),
            { Operation: Operation.Realloc, Returns: false } => FreeEnter(a.Address) + AllocEnter(a.Pid, a.Size),
            { Operation: Operation.Free or Operation.Munmap } => FreeEnter(a.Address),
            { Returns: true } => AllocExit(in a),
            _ => throw new UnreachableException(),
        };
        if (CombinedAllocs.TryGetValue((ulong)a.StackId, out var info))
        {
            a.Outstanding = info.TotalSize;
            a.Allocations = info.NumberOfAllocs;
        }

        return result;
    }

    private int AllocEnter(uint pid, ulong size)
    {
        if (size < MinSize || size > MaxSize)
            return 0;
        if (SampleRate > 1 && size % SampleRate != 0)
            return 0;
        _sizes[pid] = size;
        return 1;
    }

    private int AllocExit(in Args a)
    {
        if (!_sizes.TryGetValue(a.Pid, out var size))
            return 0;
        _sizes.Remove(a.Pid);
        if (a.Address == 0)
            return 2;
        var info = new AllocInfo { Size = size, TimestampNs = a.Now, StackId = a.StackId };
        Allocs[a.Address] = info;
        UpdateStatistics(info.StackId, size, add: true);
        return 3;
    }

    private int FreeEnter(ulong address)
    {
        if (!Allocs.TryGetValue(address, out var info))
            return 0;
        Allocs.Remove(address);
        UpdateStatistics(info.StackId, info.Size, add: false);
        return 4;
    }

    private void UpdateStatistics(long stack, ulong size, bool add)
    {
        Debug.Assert(stack >= 0);
        ref var existing = ref CombinedAllocs.GetOrAdd((ulong)stack);
        int sign = add ? +1 : -1;
        CombinedAllocInfo.Change(ref existing, sign * (long)size, sign);
    }
}
