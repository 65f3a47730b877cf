using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Clearing, filling, copying and comparing.</summary>
[BpfObject]
public partial class Operations
{
    public struct Args
    {
        public int Start, Value;
        public int Length;
        public int First, Second, Third;
        public bool AreEqual, IsText;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Span<int> numbers = stackalloc int[6];
        numbers.Fill(args.Value);
        numbers[args.Start..].Clear();
        numbers[1] = 5;
        Span<int> copy = stackalloc int[6];
        numbers.CopyTo(copy);
        args.AreEqual = numbers[1..4].SequenceEqual(copy[1..4]) && !numbers.SequenceEqual(copy[..5]);
        copy[..3].CopyTo(copy[args.Length..]);
        copy[2..].CopyTo(copy[1..]);
        foreach (int number in copy)
            args.First = (args.First * 3) + number;
        args.Second = copy[args.Start] + numbers[5];
        Span<byte> text = stackalloc byte[3];
        "abc"u8.CopyTo(text);
        text[1] += (byte)(args.Value & 1);
        args.IsText = text.SequenceEqual("abc"u8);
        return 1;
    }
}
