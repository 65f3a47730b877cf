using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>Runs of the same byte as their length and the byte: a loop that the loop inside moves on.</summary>
[BpfObject]
public partial class RunLength
{
    [InlineArray(48)]
    public struct Input
    {
        private byte _b;
    }

    [InlineArray(96)]
    public struct Output
    {
        private byte _b;
    }

    public struct Args
    {
        public byte Length;
        public int Packed;
        public Input Text;
        public Output Rle;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        Span<byte> text = args.Text;
        text = text[..Math.Min(args.Length, (byte)48)];
        args.Packed = Pack(text, args.Rle);
        return args.Packed;
    }

    private static int Pack(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        for (int i = 0; i < source.Length;)
        {
            int run = 1;
            while (i + run < source.Length && source[i + run] == source[i] && run < 255)
                run++;
            target[written++] = (byte)run;
            target[written++] = source[i];
            i += run;
        }

        return written;
    }
}
