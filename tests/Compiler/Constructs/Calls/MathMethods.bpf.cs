using System;

namespace CsBpf.Constructs.Calls;

/// <summary>What the base library computes.</summary>
[BpfObject]
public partial class MathMethods
{
    public struct Args
    {
        public int Left, Right, Smaller, Larger;
        public long Wide, HighSigned, LowSigned, Factor;
        public ulong High, Low;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Smaller = Math.Min(args.Left, args.Right);
        args.Larger = Math.Max(args.Left, args.Right);
        args.Wide = Math.BigMul(args.Left, args.Right);
        args.High = Math.BigMul((ulong)args.Factor, args.High ^ args.Low, out args.Low);
        args.HighSigned = Math.BigMul(args.Factor, args.HighSigned, out args.LowSigned);
        return 1;
    }
}
