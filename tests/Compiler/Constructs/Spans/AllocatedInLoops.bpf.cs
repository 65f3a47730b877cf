using System;

#pragma warning disable CA2014

namespace CsBpf.Constructs.Spans;

/// <summary>Each round of a loop finds the memory that it allocates zeroed.</summary>
[BpfObject]
public partial class AllocatedInLoops
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

            args.Sum += numbers[^1] + numbers[0];
        }

        args.Last = (int)args.Sum;
        return args.Last;
    }
}
