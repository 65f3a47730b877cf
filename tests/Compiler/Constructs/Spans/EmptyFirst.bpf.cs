using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Spans that are empty until a loop has found what they show: of one memory, where C# says nothing of when.</summary>
[BpfObject]
public partial class EmptyFirst
{
    [InlineArray(96)]
    public struct Bytes
    {
        private byte _first;
    }

    [InlineArray(12)]
    public struct Name
    {
        private byte _first;
    }

    public struct Args
    {
        public byte Length, Wanted;
        public Name Name;
        public Bytes Text;
    }

    private ref struct Found
    {
        public ReadOnlySpan<byte> Value;
        public int Count;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> rest = args.Text;
        rest = rest[..Math.Min((int)args.Length, rest.Length)];
        scoped Found found = default;
        scoped ReadOnlySpan<byte> last = [];
        while (rest.Length >= 2)
        {
            byte type = rest[0];
            if (!TryTake(ref rest, out var value))
                return -2;
            found.Count++;
            switch (type & 3)
            {
                case 0:
                    found.Value = value;
                    break;
                case 1 when value.Length > 3:
                    last = value[..3];
                    break;
            }
        }

        ReadOnlySpan<byte> name = found.Value;
        if (name.Length > 12)
            name = name[^12..];
        args.Name = default;
        for (int i = 0; i < name.Length; i++)
            args.Name[i] = (byte)(name[i] | 0x20);
        return found.Count << 8 | (last.IsEmpty ? name.Length : last[args.Wanted]);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> part)
    {
        part = default;
        int length = rest[1] & 15;
        if (rest.Length < 2 + length)
            return false;
        part = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return true;
    }
}
