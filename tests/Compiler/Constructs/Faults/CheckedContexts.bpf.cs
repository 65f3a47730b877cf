using System;

namespace CsBpf.Constructs.Faults;

/// <summary>What a checked context says of conversions and operators that are not of plain numbers.</summary>
[BpfObject]
public partial class CheckedContexts
{
    public struct Args
    {
        public int Left, Right;
        public long Wide;
        public byte Steps;
        public sbyte Signed;
        public bool Flag;
        public int Choice, Result;
    }

    private enum Small : byte
    {
        None,
        Last = 255,
    }

    private enum Large : ulong
    {
        None,
    }

    [Syscall(OnFault = -7)]
    public static int Run(ref Args args)
    {
        args.Wide = Compute(ref args);
        return 1;
    }

    private static long Compute(ref Args args)
    {
        checked
        {
            return (args.Choice & 15) switch
            {
                0 => ((byte?)args.Wide).GetValueOrDefault(),
                1 => (uint?)(args.Flag ? (int?)args.Left : null) ?? 3,
                2 => (short)(args.Flag ? (int?)args.Left : 5)!,
                3 => Tuples((args.Left, args.Wide)),
                4 => args.Steps <<= 3,
                5 => (long)((Small)args.Steps + 1),
                6 => Compound(ref args),
                7 => (args.Flag ? (sbyte?)args.Signed : null) * args.Left ?? 1,
                8 => unchecked((byte)args.Left) + (long)(Large)args.Wide,
                9 => Increments(ref args),
                10 => -(args.Flag ? (long?)args.Wide : null) ?? 9,
                11 => (char)args.Right + (nint)args.Wide,
                12 => (byte)(Small?)(Small)(args.Left & 511),
                13 => unchecked((byte?)args.Wide ?? 3) + (ushort?)args.Right ?? 4,
                14 => ((Small?, byte)?)(args.Left, args.Right) is (Small, 3) ? 1 : 2,
                _ => Math.Abs(args.Left) + (args.Left << 5),
            };
        }
    }

    private static long Tuples((int, long) pair)
    {
        (byte, uint) narrow = checked(((byte, uint))pair);
        (byte, byte) kept = ((byte, byte))pair;
        return narrow.Item1 + narrow.Item2 + kept.Item1 + kept.Item2;
    }

    private static long Compound(ref Args args)
    {
        checked
        {
            Small small = (Small)(args.Left & 255);
            small += (byte)(args.Steps & 15);
            args.Steps += (byte)small;
            args.Signed -= 100;
            uint? lifted = args.Flag ? args.Steps : null;
            lifted -= 3;
            lifted <<= 1;
            lifted ??= (uint?)args.Left;
            return (long)small + lifted.Value;
        }
    }

    private static long Increments(ref Args args)
    {
        checked
        {
            Small small = (Small)args.Steps;
            small++;
            sbyte? lifted = args.Flag ? args.Signed : null;
            lifted--;
            return (long)small + (lifted ?? 0) + args.Signed--;
        }
    }
}
