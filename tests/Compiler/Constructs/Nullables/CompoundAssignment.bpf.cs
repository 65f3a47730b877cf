namespace CsBpf.Constructs.Nullables;

/// <summary>What is missing stays missing, whatever is added to it.</summary>
[BpfObject]
public partial class CompoundAssignment
{
    public struct Args
    {
        public int Left;
        public long Right;
        public int Sum, Before;
        public long Wide;
        public byte Narrow;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int? sum = args.Left > 0 ? args.Left : null;
        long? wide = args.Right != 0 ? args.Right : null;
        byte? narrow = (byte)args.Left;
        sum += 5;
        sum <<= 1;
        wide ^= sum;
        wide -= args.Left > 100 ? args.Left : 1;
#pragma warning disable CS8619 // The result of an addition is brought back to the target.
        narrow += (byte)args.Right;
#pragma warning restore CS8619
        narrow++;
        int? before = sum++;
        --wide;
        args.Sum = sum ?? -1;
        args.Before = before ?? -2;
        args.Wide = wide ?? -3;
        args.Narrow = narrow.Value;
        return sum.HasValue ? 1 : 2;
    }
}
