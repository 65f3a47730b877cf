using System;
using System.Numerics;

namespace CsBpf.Constructs.Ports;

/// <summary>Sets of bits with an enumerator, numbers with a fixed point, and roots.</summary>
[BpfObject]
public partial class BitWork
{
    public struct Args
    {
        public ulong Board;
        public byte Generations;
        public uint Angle, X;
        public ulong Next;
        public int Alive, Runs, Sine;
        public uint Root;
    }

    public readonly struct BitSet64(ulong bits)
    {
        private readonly ulong _bits = bits;
        public bool this[int index] => (_bits >> index & 1) != 0;
        public int Count => BitOperations.PopCount(_bits);
        public static BitSet64 operator |(BitSet64 a, BitSet64 b) => new(a._bits | b._bits);
        public static BitSet64 operator &(BitSet64 a, BitSet64 b) => new(a._bits & b._bits);
        public BitSet64 With(int index) => new(_bits | 1ul << index);
        public static explicit operator ulong(BitSet64 set) => set._bits;
        public Enumerator GetEnumerator() => new(_bits);

        public struct Enumerator(ulong rest)
        {
            private ulong _rest = rest;
            public int Current { get; private set; } = -1;

            public bool MoveNext()
            {
                if (_rest == 0)
                    return false;
                Current = BitOperations.TrailingZeroCount(_rest);
                _rest &= _rest - 1;
                return true;
            }
        }
    }

    public readonly record struct Fixed16(int Raw)
    {
        public static readonly Fixed16 One = new(1 << 16);
        public static Fixed16 FromInt(int n) => new(n << 16);
        public static Fixed16 operator +(Fixed16 a, Fixed16 b) => new(a.Raw + b.Raw);
        public static Fixed16 operator -(Fixed16 a, Fixed16 b) => new(a.Raw - b.Raw);
        public static Fixed16 operator *(Fixed16 a, Fixed16 b) => new((int)((long)a.Raw * b.Raw >> 16));
        public static Fixed16 operator /(Fixed16 a, int b) => new(a.Raw / b);
        public static implicit operator Fixed16(int n) => FromInt(n);
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        var board = new BitSet64(args.Board);
        for (int g = 0; g < (args.Generations & 3); g++)
            board = Step(board);
        args.Next = (ulong)board;
        args.Alive = board.Count;
        args.Runs = 0;
        int last = -2;
        foreach (int bit in board)
        {
            if (bit != last + 1)
                args.Runs++;
            last = bit;
        }

        args.Sine = Sine(new Fixed16((int)(args.Angle % 205887))).Raw;
        args.Root = Sqrt(args.X);
        return args.Runs;
    }

    private static BitSet64 Step(BitSet64 board)
    {
        BitSet64 next = default;
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                int neighbours = 0;
                for (int dy = -1; dy <= 1; dy++)
                    for (int dx = -1; dx <= 1; dx++)
                        if ((dx, dy) != (0, 0) && board[((y + dy) & 7) * 8 + ((x + dx) & 7)])
                            neighbours++;
                if (neighbours == 3 || (neighbours == 2 && board[y * 8 + x]))
                    next = next.With(y * 8 + x);
            }
        }

        return next;
    }

    private static Fixed16 Sine(Fixed16 x)
    {
        Fixed16 square = x * x, term = x, sum = x;
        for (int n = 1; n < 6; n++)
        {
            term = term * square / (2 * n * (2 * n + 1));
            sum = (n & 1) == 1 ? sum - term : sum + term;
        }

        return sum;
    }

    private static T Sqrt<T>(T value) where T : IBinaryInteger<T>, IUnsignedNumber<T>
    {
        T result = T.Zero, bit = T.One << 30;
        while (bit > value)
            bit >>= 2;
        while (bit != T.Zero)
        {
            if (value >= result + bit)
            {
                value -= result + bit;
                result = (result >> 1) + bit;
            }
            else
            {
                result >>= 1;
            }

            bit >>= 2;
        }

        return result;
    }
}
