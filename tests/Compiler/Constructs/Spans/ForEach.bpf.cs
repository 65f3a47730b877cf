using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Loops over all elements of arrays and spans.</summary>
[BpfObject]
public partial class ForEach
{
    public struct Args
    {
        public int Value, Until;
        public long Sum;
        public int Count;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Numbers numbers = default;
        int next = args.Value;
        foreach (ref int number in numbers)
            number = next++;
        foreach (int number in numbers)
        {
            if (number == args.Until)
                break;
            if (number == 3)
                continue;
            args.Sum += number;
            foreach (ref readonly byte letter in "xy"u8)
                args.Sum += letter;
            args.Count++;
        }

        return numbers[5];
    }

    [InlineArray(6)]
    public struct Numbers
    {
        private int _first;
    }
}
