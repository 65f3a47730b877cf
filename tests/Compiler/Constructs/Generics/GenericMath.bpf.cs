using System.Numerics;

namespace CsBpf.Constructs.Generics;

/// <summary>Operators and constants of integers that a type parameter stands for: a result is of the same type, never an int instead.</summary>
[BpfObject]
public partial class GenericMath
{
    public struct Args
    {
        public int Left, Right;
        public byte Byte;
        public sbyte SByte;
        public short Int16;
        public ushort UInt16;
        public int Int32;
        public uint UInt32;
        public long Int64;
        public ulong UInt64;
        public char Char;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Byte = Mix(args.Byte, (byte)args.Right, args.Left);
        args.SByte = Mix(args.SByte, (sbyte)args.Right, args.Left);
        args.Int16 = Mix(args.Int16, (short)args.Right, args.Left);
        args.UInt16 = Mix(args.UInt16, (ushort)args.Right, args.Left);
        args.Int32 = Mix(args.Int32, args.Right, args.Left);
        args.UInt32 = Mix(args.UInt32, (uint)args.Right, args.Left);
        args.Int64 = Mix(args.Int64, args.Right, args.Left);
        args.UInt64 = Mix(args.UInt64, (ulong)args.Right, args.Left);
        args.Char = Mix(args.Char, (char)args.Right, args.Left);
        return 1;
    }

    private static T Mix<T>(T x, T y, int shift)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T sum = unchecked(x + y - (x << shift) * (y >> shift));
        sum ^= (x >>> shift) | ~y;
        sum += x & y;
        if (y != T.Zero && y != -T.One)
            sum -= x / y + x % y;
        if (x > y || x <= T.One)
            sum++;
        --sum;
        if (sum == T.MaxValue)
            return T.MinValue;
        return -sum;
    }
}
