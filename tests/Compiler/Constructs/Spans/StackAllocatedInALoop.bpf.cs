using System;

namespace CsBpf.Constructs.Spans;

/// <summary>Memory of each round of a loop, which writes through a reference from outside of it.</summary>
[BpfObject]
public partial class StackAllocatedInALoop
{
    public struct Args
    {
        public byte First, Second;
        public int Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ref int sum = ref args.Sum;
        for (int i = 0; i < 4; i++)
        {
#pragma warning disable CA2014 // In the kernel all rounds have the same memory.
            Span<byte> round = stackalloc byte[] { args.First, (byte)i, 0 };
#pragma warning restore CA2014
            round[i % 3] += args.Second;
            sum += round[0] * 3 + round[1];
        }

        return sum;
    }
}
