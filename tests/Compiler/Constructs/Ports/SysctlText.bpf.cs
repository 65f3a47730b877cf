using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>Names and numbers of sysctl files, as of <c>test_sysctl_prog.c</c>.</summary>
[BpfObject]
public partial class SysctlText
{
    private const string Prefix = "net/ipv4/";
    private static ReadOnlySpan<byte> TcpMem => "net/ipv4/tcp_mem"u8;

    public struct Args
    {
        public byte Length;
        public bool IsTcpMem, HasPrefix;
        public ulong First, Second, Third;
        public long Signed;
        public int Parsed;
        public Value Text;
    }

    [InlineArray(40)]
    public struct Value
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> text = args.Text;
        text = text[..Math.Min((int)args.Length, text.Length)];
        args.IsTcpMem = text.SequenceEqual(TcpMem);
        args.HasPrefix = text.StartsWith("net/ipv4/"u8);
        if (args.IsTcpMem)
            return Prefix.Length;

        args.Signed = TryParse(text, out long signed, out int used) ? signed : -used;
        args.Parsed = 0;
        for (int i = 0; i < 3; i++)
        {
            text = SkipSpaces(text);
            if (!TryParse(text, out ulong value, out int consumed))
                break;
            switch (i)
            {
                case 0: args.First = value; break;
                case 1: args.Second = value; break;
                default: args.Third = value; break;
            }

            args.Parsed++;
            text = text[consumed..];
        }

        return text.Length;
    }

    private static ReadOnlySpan<byte> SkipSpaces(ReadOnlySpan<byte> text)
    {
        int i = 0;
        while (i < text.Length && text[i] is (byte)' ' or (byte)'\t' or (byte)'\n')
            i++;
        return text[i..];
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out long value, out int consumed)
    {
        bool negative = text is [(byte)'-', ..];
        if (negative || text is [(byte)'+', ..])
            text = text[1..];
        bool ok = TryParse(text, out ulong magnitude, out consumed) && magnitude <= long.MaxValue;
        value = !ok ? 0 : negative ? -(long)magnitude : (long)magnitude;
        return ok;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out ulong value, out int consumed)
    {
        uint radix = 10;
        int start = 0;
        if (text is [(byte)'0', (byte)'x' or (byte)'X', ..])
            (radix, start) = (16, 2);
        else if (text.Length > 1 && text[0] == '0')
            (radix, start) = (8, 1);

        value = 0;
        consumed = start;
        while (consumed < text.Length)
        {
            int digit = Digit(text[consumed]);
            if ((uint)digit >= radix)
                break;
            ulong next = value * radix + (uint)digit;
            if (value > (ulong.MaxValue - (uint)digit) / radix)
                return false;
            value = next;
            consumed++;
        }

        return consumed > start;
    }

    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
