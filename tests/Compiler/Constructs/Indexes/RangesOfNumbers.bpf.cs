using System;

namespace CsBpf.Constructs.Indexes;

/// <summary><c>foreach</c> over ranges: constant ones, computed ones, empty ones, and one that is a fault.</summary>
[BpfObject]
public partial class RangesOfNumbers
{
    public struct Args
    {
        public int First, Count;
        public int Sum, Products, Last;
        public byte IsFromEnd;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        foreach (int i in 0..16)
            args.Sum += i * i;

        int first = args.First & 15;
        foreach (int i in first..(args.Count & 31))
        {
            if (i == 7)
                continue;
            foreach (int j in ..(i & 3))
                args.Products += i * (j + 1);
            if (args.Products > 1000)
                break;
        }

        Range range = args.IsFromEnd == 1 ? 1..^1 : 2..first;
        foreach (int i in range)
            args.Last = i;
        return args.Last;
    }
}
