using System;
using System.Text.Unicode;

namespace CsBpf.Constructs.Text;

/// <summary>Values that may be missing, as text: nothing, which is aligned as the others.</summary>
[BpfObject]
public partial class MissingNumbers
{
    [Syscall]
    public static int Run(ref Arguments arguments)
    {
        int? number = arguments.X > 0 ? arguments.X : null;
        bool? truth = arguments.X > 5 ? arguments.Y > 0 : null;
        IPv4Address? address = arguments.Y > 0 ? new IPv4Address(10, 0, 0, 1) : null;
        Span<byte> text = stackalloc byte[40];
        arguments.Fits = Utf8.TryWrite(text, $"{number} {number,4:x2}|{truth,-6}|{address}", out int written) ? 1 : 0;
        arguments.Length = written;
        foreach (byte character in text[..written])
            arguments.Hash = (arguments.Hash * 31) + character;
        return 1;
    }

    public struct Arguments
    {
        public int X;
        public int Y;
        public int Fits;
        public int Length;
        public int Hash;
    }
}
