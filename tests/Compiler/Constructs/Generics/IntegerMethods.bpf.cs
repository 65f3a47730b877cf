using System.Numerics;

namespace CsBpf.Constructs.Generics;

/// <summary>Methods of integers that a type parameter stands for.</summary>
[BpfObject]
public partial class IntegerMethods
{
    public struct Args
    {
        public int Left, Right;
        public byte Byte;
        public sbyte SByte;
        public ushort UInt16;
        public int Int32;
        public ulong UInt64;
        public long Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Byte = Mix((byte)args.Left, args.Byte, args.Right);
        args.SByte = Mix((sbyte)args.Left, args.SByte, args.Right);
        args.UInt16 = Mix((ushort)args.Left, args.UInt16, args.Right);
        args.Int32 = Mix(args.Left, args.Int32, args.Right);
        args.UInt64 = Mix((ulong)args.Left, args.UInt64, args.Right);
        args.Sum = Convert<byte, long>((byte)args.Left) + Convert<long, sbyte>(args.Sum) + Convert<int, ushort>(args.Right);
        return 1;
    }

    private static T Mix<T>(T x, T y, int positions)
        where T : struct, IBinaryInteger<T>
    {
        T result = T.PopCount(x) + T.TrailingZeroCount(y) * T.CreateTruncating(positions) + T.LeadingZeroCount(x);
        result ^= T.RotateLeft(y, positions) | T.RotateRight(x, positions);
        result += T.Max(x, y) - T.Min(x, y);
        if (x.CompareTo(y) > 3 || x.Equals(result) || T.IsPow2(y))
            result -= T.CreateTruncating(T.Sign(x));
        return result;
    }

    private static U Convert<T, U>(T value)
        where T : struct, IBinaryInteger<T>
        where U : struct, IBinaryInteger<U> => U.CreateTruncating(value);
}
