using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

public interface IHashAlgorithm<TSelf, TDigest> where TSelf : struct, IHashAlgorithm<TSelf, TDigest>
{
    static abstract TSelf Create(uint seed);
    static abstract int BlockSize { get; }
    void Block(ReadOnlySpan<byte> block);
    TDigest Finish(ReadOnlySpan<byte> rest, int length);
}

/// <summary>Three hashes behind one interface with static members: their states are structs.</summary>
[BpfObject]
public partial class XxHash
{
    public struct Args
    {
        public uint Seed;
        public ushort Length;
        public ulong Wide;
        public uint Narrow, Murmur;
        public Bytes Text;
    }

    [InlineArray(100)]
    public struct Bytes
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> data = ((ReadOnlySpan<byte>)args.Text)[..(args.Length % 101)];
        args.Wide = Hash<Xxh64, ulong>(data, args.Seed);
        args.Narrow = Hash<Xxh32, uint>(data, args.Seed);
        args.Murmur = Hash<Murmur3, uint>(data, args.Seed);
        return 1;
    }

    private static TDigest Hash<T, TDigest>(ReadOnlySpan<byte> data, uint seed) where T : struct, IHashAlgorithm<T, TDigest>
    {
        T state = T.Create(seed);
        int length = data.Length;
        while (data.Length >= T.BlockSize)
        {
            state.Block(data[..T.BlockSize]);
            data = data[T.BlockSize..];
        }

        return state.Finish(data, length);
    }

    private struct Xxh64 : IHashAlgorithm<Xxh64, ulong>
    {
        private const ulong P1 = 11400714785074694791, P2 = 14029467366897019727, P3 = 1609587929392839161;
        private const ulong P4 = 9650029242287828579, P5 = 2870177450012600261;
        private ulong _seed, _a, _b, _c, _d;

        public static int BlockSize => 32;

        public static Xxh64 Create(uint seed) => new() { _seed = seed, _a = seed + P1 + P2, _b = seed + P2, _c = seed, _d = seed - P1 };

        public void Block(ReadOnlySpan<byte> block)
        {
            _a = Round(_a, BinaryPrimitives.ReadUInt64LittleEndian(block));
            _b = Round(_b, BinaryPrimitives.ReadUInt64LittleEndian(block[8..]));
            _c = Round(_c, BinaryPrimitives.ReadUInt64LittleEndian(block[16..]));
            _d = Round(_d, BinaryPrimitives.ReadUInt64LittleEndian(block[24..]));
        }

        public readonly ulong Finish(ReadOnlySpan<byte> rest, int length)
        {
            ulong h;
            if (length >= BlockSize)
            {
                h = BitOperations.RotateLeft(_a, 1) + BitOperations.RotateLeft(_b, 7)
                    + BitOperations.RotateLeft(_c, 12) + BitOperations.RotateLeft(_d, 18);
                h = Merge(Merge(Merge(Merge(h, _a), _b), _c), _d);
            }
            else
                h = _seed + P5;

            h += (ulong)length;
            for (; rest.Length >= 8; rest = rest[8..])
                h = BitOperations.RotateLeft(h ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * P1 + P4;
            if (rest.Length >= 4)
            {
                h = BitOperations.RotateLeft(h ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * P1), 23) * P2 + P3;
                rest = rest[4..];
            }

            foreach (byte b in rest)
                h = BitOperations.RotateLeft(h ^ (b * P5), 11) * P1;
            h ^= h >> 33;
            h *= P2;
            h ^= h >> 29;
            h *= P3;
            return h ^ (h >> 32);
        }

        private static ulong Round(ulong acc, ulong input) => BitOperations.RotateLeft(acc + input * P2, 31) * P1;

        private static ulong Merge(ulong acc, ulong v) => (acc ^ Round(0, v)) * P1 + P4;
    }

    private struct Xxh32 : IHashAlgorithm<Xxh32, uint>
    {
        private const uint P1 = 2654435761, P2 = 2246822519, P3 = 3266489917, P4 = 668265263, P5 = 374761393;
        private Lanes _lanes;
        private uint _seed;

        [InlineArray(4)]
        private struct Lanes
        {
            private uint _first;
        }

        public static int BlockSize => 16;

        public static Xxh32 Create(uint seed)
        {
            Xxh32 state = default;
            state._seed = seed;
            state._lanes[0] = seed + P1 + P2;
            state._lanes[1] = seed + P2;
            state._lanes[2] = seed;
            state._lanes[3] = seed - P1;
            return state;
        }

        public void Block(ReadOnlySpan<byte> block)
        {
            for (int i = 0; i < 4; i++)
                _lanes[i] = BitOperations.RotateLeft(_lanes[i] + BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * i)..]) * P2, 13) * P1;
        }

        public readonly uint Finish(ReadOnlySpan<byte> rest, int length)
        {
            uint h = _seed + P5;
            if (length >= BlockSize)
            {
                h = 0;
                ReadOnlySpan<int> turns = [1, 7, 12, 18];
                for (int i = 0; i < turns.Length; i++)
                    h += BitOperations.RotateLeft(_lanes[i], turns[i]);
            }

            h += (uint)length;
            for (; rest.Length >= 4; rest = rest.Slice(4))
                h = BitOperations.RotateLeft(h + BinaryPrimitives.ReadUInt32LittleEndian(rest) * P3, 17) * P4;
            foreach (var b in rest)
                h = BitOperations.RotateLeft(h + b * P5, 11) * P1;
            h = (h ^ (h >> 15)) * P2;
            h = (h ^ (h >> 13)) * P3;
            return h ^ (h >> 16);
        }
    }

    private struct Murmur3(uint seed) : IHashAlgorithm<Murmur3, uint>
    {
        private uint _h = seed;

        public static int BlockSize => sizeof(uint);

        public static Murmur3 Create(uint seed) => new(seed);

        public void Block(ReadOnlySpan<byte> block) =>
            _h = BitOperations.RotateLeft(_h ^ Scramble(BinaryPrimitives.ReadUInt32LittleEndian(block)), 13) * 5 + 0xe6546b64;

        public uint Finish(ReadOnlySpan<byte> rest, int length)
        {
            uint k = rest switch
            {
                [var a, var b, var c] => a | (uint)b << 8 | (uint)c << 16,
                [var a, var b] => a | (uint)b << 8,
                [var a] => a,
                _ => 0,
            };
            uint h = _h ^ Scramble(k) ^ (uint)length;
            h ^= h >> 16;
            h *= 0x85ebca6b;
            h ^= h >> 13;
            h *= 0xc2b2ae35;
            return h ^ h >> 16;
        }

        private static uint Scramble(uint k) => BitOperations.RotateLeft(k * 0xcc9e2d51, 15) * 0x1b873593;
    }
}
