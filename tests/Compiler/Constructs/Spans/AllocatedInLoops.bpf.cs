using System;

#pragma warning disable CA2014

namespace CsBpf.Constructs.Spans;

/// <summary>Each round of a loop finds the memory that it allocates zeroed.</summary>
[BpfObject]
public unsafe partial class AllocatedInLoops
{
    public struct Args
    {
        public int Index, Value;
        public long Sum;
        public int Last;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<int> weights = stackalloc int[4];
        weights[args.Value & 3] = 3;
        for (int i = 0; i < 5; i++)
        {
            Span<int> numbers = stackalloc int[4];
            numbers[args.Index & 3] += args.Value + i;
            foreach (int number in numbers)
            {
                Span<byte> bytes = stackalloc byte[8];
                bytes[number & 7]++;
                args.Sum += bytes[args.Index & 7];
            }

            fixed (int* weight = weights)
                args.Sum += numbers[^1] + numbers[0] * weight[i & 3] + weights[1..].Length;
        }

        args.Last = (int)args.Sum;
        return args.Last;
    }
}
