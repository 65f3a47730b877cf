using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Faults;

/// <summary>A number that a loop adds up in the arguments, behind one that may end in any round: neither is one that the verifier has to know.</summary>
[BpfObject]
public partial class CheckedInMemory
{
    public struct Args
    {
        public byte Length;
        public long Number;
        public Text Text;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> text = args.Text;
        return TryParse(text[..(args.Length % 49)], out args.Number, out int used) ? used : -used;
    }

    private static bool TryParse(ReadOnlySpan<byte> rest, out long value, out int used)
    {
        (value, used) = (0, 0);
        while (rest is [> 0x80, .. var more])
            rest = more;
        bool isNegative = rest is [0 or 1, ..];
        if (rest is [1 or 2, .. var unsigned])
            rest = unsigned;
        int @base = rest switch
        {
            [3, 4 or 5, ..] => 16,
            [> 0x40, _, ..] => 8,
            _ => 10,
        };
        foreach (byte letter in rest)
        {
            int digit = letter switch
            {
                >= 0x10 and <= 0x19 => letter - 0x10,
                >= 0x40 => letter & 15,
                _ => int.MaxValue,
            };
            if (digit >= @base)
                break;
            value = checked((value * @base) + digit);
            used++;
        }

        if (isNegative)
            value = -value;
        return used > 0;
    }

    [InlineArray(48)]
    public struct Text
    {
        private byte _first;
    }
}
