using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Text and numbers that never change.</summary>
[BpfObject]
public partial class Constants
{
    private static ReadOnlySpan<byte> Name => "kernel"u8;

    public struct Args
    {
        public int Index;
        public byte From;
        public int Letter, Power, Made;
        public long Wide;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<int> powers = [1, 10, 100, 1000];
        ReadOnlySpan<long> wide = [1, -1, long.MaxValue];
        ReadOnlySpan<int> made = [args.Index, 2];
        args.Made = made[args.From & 1];
        args.Letter = Name[args.Index] + Name.Length;
        args.Power = powers[args.From & 3];
        args.Wide = wide[^2];
        foreach (byte letter in Name[..3])
            args.Wide = (args.Wide * 31) + letter;
        return powers[args.Index];
    }
}
