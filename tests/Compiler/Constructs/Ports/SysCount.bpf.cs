using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace CsBpf.Constructs.Ports;

public interface IKeyOf
{
    static abstract uint Key(in SyscallExit exit);
}

public readonly struct BySyscall : IKeyOf
{
    public static uint Key(in SyscallExit exit) => (uint)exit.Id;
}

public readonly struct ByProcess : IKeyOf
{
    public static uint Key(in SyscallExit exit) => (uint)(exit.PidTgid >> 32);
}

public struct SyscallExit
{
    public ulong PidTgid;
    public ulong CgroupId;
    public ulong Now;
    public long Ret;
    public int Id;
    public bool Enter;
    public CallCount Result;
    public int Entries;
}

public struct CallCount
{
    public ulong Count;
    public ulong TotalNs;
    public CallName Comm;
}

[InlineArray(16)]
public struct CallName { private byte _0; }

/// <summary>System calls and the time they take, by call or process, as syscount has them.</summary>
[BpfObject]
public partial class SysCount
{
    public readonly bool FilterCg = false, CountByProcess = false, MeasureLatency = true, FilterFailed = false;
    public readonly int FilterErrno = 0;
    public readonly uint FilterPid = 0;

    private readonly BpfHashMap<uint, ulong> _start = new(8192);
    private readonly BpfHashMap<uint, CallCount> _data = new(8192);

    private static ReadOnlySpan<byte> Unknown => "unknown\0"u8;

    [Syscall(OnFault = -7)]
    public int Run(ref SyscallExit args)
    {
        args.PidTgid &= 0x0000_0003_0000_0003;
        if (args.Enter)
        {
            OnEnter(args);
            return 0;
        }

        return (CountByProcess ? OnExit<ByProcess>(ref args) : OnExit<BySyscall>(ref args)) ?? -1;
    }

    private void OnEnter(in SyscallExit e)
    {
        if (!MeasureLatency || FilterPid is not 0 && FilterPid != (uint)(e.PidTgid >> 32))
            return;
        _start[(uint)e.PidTgid] = e.Now;
    }

    private int? OnExit<TKey>(ref SyscallExit args)
        where TKey : struct, IKeyOf
    {
        // -1 is what execve returns here
        if (args.Id == -1)
            return null;
        if (FilterFailed && args.Ret >= 0)
            return default;
        if (FilterErrno != 0 && args.Ret != -FilterErrno)
            return default(int);

        ulong latency = 0;
        if (MeasureLatency)
        {
            if (!_start.TryGetValue((uint)args.PidTgid, out var start))
                return 0;
            latency = args.Now - start;
        }

        uint key = TKey.Key(args) % 32;
        ref CallCount value = ref LookupOrTryInit(_data, key, new CallCount { Comm = NameOf(Unknown) });
        Interlocked.Increment(ref value.Count);
        if (MeasureLatency)
            Interlocked.Add(ref value.TotalNs, latency);
        args.Result = value;
        args.Entries = (int)_data.ForEach((in uint k, ref CallCount d) => d.Count > 100);
        args.Entries = 0;
        return (int)value.Count;
    }

    private static CallName NameOf(ReadOnlySpan<byte> text)
    {
        CallName name = default;
        text.CopyTo(name);
        return name;
    }

    private static ref TValue LookupOrTryInit<TKey, TValue>(BpfHashMap<TKey, TValue> map, TKey key, in TValue init)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        map.TryAdd(key, init);
        return ref map.Reference(key);
    }
}
