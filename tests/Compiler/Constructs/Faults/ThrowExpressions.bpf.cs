using System;

namespace CsBpf.Constructs.Faults;

/// <summary>An expression that throws, in all its places; a switch expression without a case that fits; what is checked.</summary>
[BpfObject]
public partial class ThrowExpressions
{
    public struct Args
    {
        public int Left, Right;
        public int Kind, Result;
        public byte Narrow;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int? left = args.Left != 7 ? args.Left : null;
        int value = left ?? throw new InvalidOperationException();
#pragma warning disable CS8509 // What fits no case throws.
        args.Kind = args.Right switch
#pragma warning restore CS8509
        {
            0 => throw new ArgumentException("zero"),
            < 0 and var negative => negative,
            1 or 2 or 3 => 1,
            > 10 => Positive(value),
        };
        checked
        {
            args.Result = value * args.Right + 1;
            args.Narrow = unchecked((byte)(args.Left + 1));
            args.Narrow += (byte)(args.Right & 0x7f);
        }

        return left is int number && number > 3 ? args.Kind > 0 ? number : throw null! : 2;
    }

    private static int Positive(int value) => value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
}
