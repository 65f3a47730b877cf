using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>Spans of arrays in the values of maps and in global variables.</summary>
[BpfObject]
public partial class OverMapValues
{
    public readonly BpfArrayMap<Entry> Entries = new(maxEntries: 1);
    public Bytes Global;

    public struct Args
    {
        public int Index, Start;
        public byte Value;
        public int Sum, Length;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        ref Entry entry = ref Entries[0];
        Span<byte> bytes = entry.Bytes;
        bytes[args.Index] = args.Value;
        Span<byte> rest = bytes[args.Start..];
        rest.CopyTo(Global);
        foreach (ref byte item in rest)
            item++;
        foreach (byte item in Global)
            args.Sum = (args.Sum * 5) + item;
        args.Length = rest.Length + entry.Count;
        return bytes[^1];
    }

    public struct Entry
    {
        public int Count;
        public Bytes Bytes;
    }

    [InlineArray(7)]
    public struct Bytes
    {
        private byte _first;
    }
}
