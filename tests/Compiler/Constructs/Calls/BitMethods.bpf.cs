using System;
using System.Buffers.Binary;
using System.Net;
using System.Numerics;

namespace CsBpf.Constructs.Calls;

/// <summary>Bits counted, rotated and reversed by the base library.</summary>
[BpfObject]
public partial class BitMethods
{
    public struct Args
    {
        public int Left;
        public long Right;
        public int Counts, WideCounts, Powers, Sign, Compared;
        public uint Rotated, Reversed;
        public ulong WideRotated, WideReversed;
        public short NarrowReversed;
        public byte NarrowRotated;
        public long Quotient, Remainder;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        uint x = (uint)args.Left;
        ulong y = (ulong)args.Right;
        args.Counts = BitOperations.PopCount(x) + (BitOperations.LeadingZeroCount(x) << 8) + (BitOperations.TrailingZeroCount(x) << 16)
            + (BitOperations.Log2(x) << 24);
        args.WideCounts = BitOperations.PopCount(y) + (BitOperations.LeadingZeroCount(y) << 8) + (BitOperations.TrailingZeroCount(y) << 16)
            + (BitOperations.Log2(y) << 24);
        args.Powers = (BitOperations.IsPow2(x) ? 1 : 0) + (BitOperations.IsPow2(args.Left) ? 2 : 0)
            + (BitOperations.IsPow2(args.Right) ? 4 : 0);
        args.Sign = Math.Sign(args.Left) * 3 + Math.Sign(args.Right);
        args.Compared = args.Left.CompareTo(5) * 2 + ((short)args.Right).CompareTo((short)args.Left)
            + (args.Right.Equals(args.Left) ? 1 : 0);
        args.Rotated = BitOperations.RotateLeft(x, (int)args.Right);
        args.WideRotated = BitOperations.RotateRight(y, args.Left);
        args.NarrowRotated = byte.RotateLeft((byte)args.Left, (int)args.Right);
        args.NarrowReversed = BinaryPrimitives.ReverseEndianness((short)args.Left);
        args.Reversed = (uint)IPAddress.HostToNetworkOrder(args.Left);
        args.WideReversed = BinaryPrimitives.ReverseEndianness(y);
        (args.Quotient, args.Remainder) = Math.DivRem(args.Right, args.Left);
        return 1;
    }
}
