using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;

namespace CsBpf.Constructs.Ports;

public interface IHasher { static abstract uint Hash(ulong value, int row); }

public readonly struct Multiplicative : IHasher
{
    private static ReadOnlySpan<uint> Multipliers => [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f];

    public static uint Hash(ulong value, int row) => (uint)((value * Multipliers[row & 3]) >> 17) ^ (uint)(value >> 48);
}

public struct CountMin<THasher> where THasher : IHasher
{
    public const int Rows = 4, Columns = 32;
    private Cells _cells;

    [InlineArray(Rows * Columns)]
    private struct Cells
    {
        private uint _first;
    }

    public void Add(ulong value)
    {
        for (int row = 0; row < Rows; row++)
            _cells[row * Columns + (int)(THasher.Hash(value, row) % Columns)]++;
    }

    public readonly uint this[ulong value]
    {
        get
        {
            uint least = uint.MaxValue;
            for (int row = 0; row < Rows; row++)
                least = uint.Min(least, _cells[row * Columns + (int)(THasher.Hash(value, row) % Columns)]);
            return least;
        }
    }
}

public struct Bloom
{
    private Words _words;
    [InlineArray(16)]
    private struct Words
    {
        private ulong _first;
    }

    public bool TryAdd(uint hash)
    {
        bool isNew = false;
        for (int k = 0; k < 3; k++)
        {
            uint bit = BitOperations.RotateLeft(hash, k * 11) & 1023;
            ref ulong word = ref _words[(int)(bit >> 6)];
            ulong mask = 1UL << (int)bit;
            isNew |= (word & mask) == 0;
            word |= mask;
        }

        return isNew;
    }
}

public struct HyperLogLog
{
    private Registers _registers;
    [InlineArray(64)]
    private struct Registers
    {
        private byte _first;
    }

    public void Add(ulong hash)
    {
        int index = (int)(hash >> 58);
        byte rank = (byte)(BitOperations.LeadingZeroCount(hash << 6) + 1);
        ref byte register = ref _registers[index];
        register = Math.Max(register, rank);
    }

    public readonly (int Zeroes, ulong Sum) Estimate()
    {
        var result = (Zeroes: 0, Sum: 0UL);
        foreach (byte r in _registers)
        {
            if (r == 0) result.Zeroes++;
            result.Sum += 1UL << (40 - Math.Min((int)r, 40));
        }

        return result;
    }
}

public struct All
{
    public CountMin<Multiplicative> Frequencies;
    public Bloom Seen;
    public HyperLogLog Distinct;
}

/// <summary>A count-min sketch, a Bloom filter and a HyperLogLog in the value of a map.</summary>
[BpfObject]
public partial class Sketches
{
    public readonly BpfArrayMap<All> State = new(maxEntries: 1);

    public struct Args
    {
        public ulong Value;
        public uint Frequency;
        public bool IsNew;
        public int Zeroes;
        public ulong Sum;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        ref All state = ref State[0];
        state.Frequencies.Add(args.Value);
        args.Frequency = state.Frequencies[args.Value];
        args.IsNew = state.Seen.TryAdd(Multiplicative.Hash(args.Value, 1));
        state.Distinct.Add(args.Value * 0x9e3779b97f4a7c15);
        (args.Zeroes, args.Sum) = state.Distinct.Estimate();
        return args.IsNew ? 1 : 0;
    }
}
