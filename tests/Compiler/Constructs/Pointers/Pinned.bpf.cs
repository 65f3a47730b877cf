using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Pointers;

/// <summary><c>fixed</c>: spans, slices, elements, tables, constant text, inline arrays, values of maps, the context.</summary>
[BpfObject]
public unsafe partial class Pinned
{
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19];

    public readonly BpfHashMap<int, Entry> Entries = new(maxEntries: 8);

    public struct Args
    {
        public byte Index, Start;
        public int Prime, Sum, Character;
        public long Total;
        public bool IsEmpty, IsFull;
        public Bytes Bytes;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        fixed (int* prime = Primes)
            args.Prime = prime[args.Index & 7] + *prime;
        fixed (int* prime = &Primes[args.Index & 3])
            args.Prime += prime[args.Start & 3];
        fixed (byte* text = "kernel"u8)
            args.Character = text[args.Index % 6];
        fixed (char* text = "C#")
            args.Character += text[1] + text[2];

        Span<byte> span = args.Bytes;
        fixed (byte* rest = span[(args.Start & 15)..], third = &span[2])
        {
            rest[0]++;
            third[1] = 3;
            args.Sum = *rest + third[args.Index & 7];
        }

        fixed (byte* all = args.Bytes[..])
            args.Sum += all[15];
        fixed (byte* none = span[16..], some = span[15..])
        {
            args.IsEmpty = none == null;
            args.IsFull = some is not null;
        }

        fixed (Entry* entry = &Entries.GetOrAdd(args.Index))
        {
            entry->Count += 2;
            long* total = &entry->Total;
            *total += entry->Count;
            args.Total = entry->Total;
        }

        fixed (Args* all = &args)
            all->Sum ^= all->Character;
        return args.Sum;
    }

    public struct Entry
    {
        public int Count;
        public long Total;
    }

    [InlineArray(16)]
    public struct Bytes
    {
        private byte _first;
    }
}
