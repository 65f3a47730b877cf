using System;

namespace CsBpf.Constructs.Calls;

/// <summary>Quotient and remainder at once.</summary>
[BpfObject]
public partial class DivisionWithRemainder
{
    public struct Args
    {
        public int X, Y;
        public long Wide;
        public int Remainder;
        public long WideRemainder, Quotient;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Quotient = Math.DivRem(args.Wide, 7L, out args.WideRemainder);
        return Math.DivRem(args.X, args.Y, out args.Remainder);
    }
}
