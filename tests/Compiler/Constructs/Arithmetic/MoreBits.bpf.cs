using System;
using System.Numerics;

namespace CsBpf.Constructs.Arithmetic;

/// <summary>What <see cref="BitOperations"/> computes in several steps, and numbers that stop at the largest of their type.</summary>
[BpfObject]
public partial class MoreBits
{
    [Syscall]
    public static int Run(ref Arguments arguments)
    {
        int x = arguments.X;
        long z = arguments.Z;
        arguments.Powers = BitOperations.RoundUpToPowerOf2((uint)x) ^ BitOperations.RoundUpToPowerOf2((ulong)z);
        uint crc = BitOperations.Crc32C(uint.MaxValue, (byte)x);
        arguments.Sum = BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(crc, (ushort)x), (uint)x), (ulong)z);
        arguments.Saturated = int.CreateSaturating(z) ^ (byte.CreateSaturating(x) << 8) ^ (sbyte.CreateSaturating(z) << 16) ^ (ushort.CreateSaturating(x) << 4);
        arguments.Wide = (long)ulong.CreateSaturating(x) ^ long.CreateSaturating((ulong)z) ^ uint.CreateSaturating(z);
        (int first, long second) = ValueTuple.Create(x, z);
        arguments.Pair = Saturate<long, int>(second) + first;
        return 1;
    }

    private static TTarget Saturate<TSource, TTarget>(TSource value)
        where TSource : INumber<TSource>
        where TTarget : INumber<TTarget> => TTarget.IsZero(TTarget.CreateSaturating(value)) ? TTarget.One : TTarget.CreateSaturating(value);

    public struct Arguments
    {
        public int X;
        public uint Sum;
        public long Z;
        public ulong Powers;
        public int Saturated;
        public int Pair;
        public long Wide;
    }
}
