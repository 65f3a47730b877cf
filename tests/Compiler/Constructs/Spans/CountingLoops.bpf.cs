using System;

namespace CsBpf.Constructs.Spans;

/// <summary>Loops over spans by index: over all of one, over a part of unknown length, over two at once, from the end.</summary>
[BpfObject]
public partial class CountingLoops
{
    public struct Args
    {
        public int Start, Length, Value;
        public long All, Part, Both, Reversed, Pairs;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<int> numbers = stackalloc int[12];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = args.Value + (i * i);

        for (int i = 0; i < numbers.Length; i++)
            args.All = (args.All * 3) + numbers[i];

        Span<int> part = numbers.Slice(args.Start & 3, args.Length & 15);
        for (int i = 0; i < part.Length; i++)
            args.Part = (args.Part * 3) + part[i];
        for (int i = part.Length - 1; i >= 0; i--)
            args.Reversed = (args.Reversed * 5) + part[i];
        for (int i = 0; i + 1 < part.Length; i++)
            args.Pairs += part[i] * part[i + 1];

        Span<int> rest = numbers[(args.Start & 3)..];
        for (int i = 0; i < part.Length && i < rest.Length; i++)
            args.Both += part[i] ^ rest[i];
        return 1;
    }
}
