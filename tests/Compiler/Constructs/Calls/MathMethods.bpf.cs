using System;

namespace CsBpf.Constructs.Calls;

/// <summary>What the base library computes.</summary>
[BpfObject]
public partial class MathMethods
{
    public struct Args
    {
        public int Left, Right, Smaller, Larger;
        public long Wide;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Smaller = Math.Min(args.Left, args.Right);
        args.Larger = Math.Max(args.Left, args.Right);
        args.Wide = Math.BigMul(args.Left, args.Right);
        return 1;
    }
}
