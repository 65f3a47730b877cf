using System;
using System.Numerics;
using System.Threading;

namespace CsBpf.Constructs.Maps;

public static class MapExtensions
{
    public static ref TValue LookupOrInit<TKey, TValue>(this BpfHashMap<TKey, TValue> map, TKey key, in TValue init)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        map.TryAdd(key, init);
        return ref map.Reference(key);
    }

    public static bool TryTake<TKey, TValue>(this BpfHashMap<TKey, TValue> map, TKey key, out TValue value)
        where TKey : unmanaged
        where TValue : unmanaged =>
        map.TryGetValue(key, out value) && map.Remove(key);

    public static TValue SumWhere<TKey, TValue>(this BpfHashMap<TKey, TValue> map, Func<TKey, bool> filter)
        where TKey : unmanaged
        where TValue : unmanaged, INumber<TValue>
    {
        TValue sum = TValue.Zero;
        map.ForEach((in TKey key, ref TValue value) =>
        {
            if (filter(key))
                sum += value;
        });
        return sum;
    }

    extension(BpfArrayMap<long> counters)
    {
        public long First => counters[0];

        public void Increment(int index, long by = 1) => Interlocked.Add(ref counters[index], by);
    }
}

/// <summary>Maps, tables and texts as parameters and locals: each method is compiled for those that it is given.</summary>
[BpfObject]
public partial class MapParameters
{
    private static readonly int[] Ports = [22, 80, 443];
    private static readonly byte[] Small = [1, 2, 3, 4];

    private readonly BpfHashMap<int, long> _here = new(maxEntries: 64);
    private readonly BpfHashMap<int, long> _there = new(maxEntries: 64);
    private readonly BpfHashMap<ulong, uint> _others = new(maxEntries: 64);
    private readonly BpfArrayMap<long> _counters = new(maxEntries: 4);

    public struct Args
    {
        public int Key;
        public long Value, Total, Taken;
        public uint Sum;
        public bool IsListed;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        int key = args.Key & 3;
        var target = _there;
        _here.LookupOrInit(key, 100) += args.Value;
        _others.LookupOrInit((ulong)args.Value & 7, 7u)++;
        args.Taken = (args.Value & 1) == 0 ? Move(_here, target, key) : Move(from: target, to: _here, key);
        args.Sum = _others.SumWhere(other => other > (ulong)key);
        args.Total = _here.SumWhere(static _ => true) + target.SumWhere(other => other != key);
        args.IsListed = Contains(Ports, args.Key) || Contains(Small, (byte)args.Value);
        _counters.Increment(args.Key & 7, by: 5);
        string name = nameof(Args);
        Add();
        return (int)target[key];

        void Add() => target[key] = Ports[^1] + Length(name) + Length("Args.Key") + _counters.First;
    }

    private static long Move(BpfHashMap<int, long> from, BpfHashMap<int, long> to, int key)
    {
        if (!from.TryTake(key, out long value))
            return -1;
        to[key] = value;
        return value;
    }

    private static bool Contains<T>(T[] table, T value)
        where T : INumber<T>
    {
        foreach (T item in table)
        {
            if (item == value)
                return true;
        }

        return false;
    }

    private static int Length(string text) => text == "Args" ? 1 : text.Length;
}
