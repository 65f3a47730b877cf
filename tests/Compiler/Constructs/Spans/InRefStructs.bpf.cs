using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Spans in structs that are passed on by reference, beside numbers that are set together and read one by one.</summary>
[BpfObject]
public partial class InRefStructs
{
    public struct Args
    {
        public byte Left, Right;
        public bool IsLeft;
        public int Items, Size, Rest;
        public Bytes Bytes;
    }

    [InlineArray(24)]
    public struct Bytes
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> bytes = args.Bytes;
        foreach (Item item in new Items(bytes[..(args.Left % 25)]))
        {
            args.Items++;
            args.Size += item.Size * item.Kind;
        }

        var left = new Cursor(bytes[(args.Left & 15)..]);
        var right = new Cursor(bytes[(args.Right & 7)..]);
        ref Cursor chosen = ref left;
        if (!args.IsLeft)
            chosen = ref right;
        chosen.Skip(args.Right & 7);
        args.Rest = left.Rest.Length * 100 + right.Rest.Length;
        return left.Rest[0] + chosen.Rest[1];
    }

    public struct Item
    {
        public int Kind, Size;
    }

    private readonly ref struct Items(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public Cursor GetEnumerator() => new(_bytes);
    }

    private ref struct Cursor(ReadOnlySpan<byte> rest)
    {
        public ReadOnlySpan<byte> Rest { get; private set; } = rest;

        public Item Current { get; private set; }

        public bool MoveNext()
        {
            if (Rest.IsEmpty)
                return false;
            Current = new Item { Kind = Rest[0], Size = 1 + (Rest[0] & 3) };
            Skip(Current.Size);
            return true;
        }

        public void Skip(int count) => Rest = Rest[count..];
    }
}
