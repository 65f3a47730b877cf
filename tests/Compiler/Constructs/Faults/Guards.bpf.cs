using System;

namespace CsBpf.Constructs.Faults;

/// <summary>Methods of .NET that throw where a value is not as it should be.</summary>
[BpfObject]
public partial class Guards
{
    public struct Args
    {
        public int Kind;
        public int A;
        public int B;
        public uint Unsigned;
        public long Wide;
        public int Result;
    }

    [Syscall(OnFault = -9)]
    public int Run(ref Args args)
    {
        args.Result = args.Kind & 15;
        switch (args.Kind & 15)
        {
            case 0:
                ArgumentOutOfRangeException.ThrowIfNegative(args.A);
                break;
            case 1:
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(args.Wide);
                break;
            case 2:
                ArgumentOutOfRangeException.ThrowIfZero(args.Unsigned, "unsigned");
                break;
            case 3:
                ArgumentOutOfRangeException.ThrowIfGreaterThan(args.A, args.B);
                break;
            case 4:
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(args.Unsigned, 70u);
                break;
            case 5:
                ArgumentOutOfRangeException.ThrowIfLessThan((byte)args.A, (byte)args.B);
                break;
            case 6:
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(args.Wide, args.B);
                break;
            case 7:
                ArgumentOutOfRangeException.ThrowIfEqual(args.A & 3, args.B & 3);
                break;
            case 8:
                ArgumentOutOfRangeException.ThrowIfNotEqual(args.A & 1, args.B & 1);
                break;
            case 9:
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(args.Unsigned & 3);
                break;
        }

        return 1;
    }
}
