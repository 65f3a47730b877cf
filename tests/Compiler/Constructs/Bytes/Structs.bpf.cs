using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Bytes;

/// <summary>Structs in bytes, and the bytes of structs.</summary>
[BpfObject]
public partial class Structs
{
    public readonly BpfArrayMap<Entry> Entries = new(maxEntries: 1);

    public struct Args
    {
        public byte Start, Length;
        public bool Fits, Written;
        public int Sum, Size, Reinterpreted;
        public uint Bits;
        public Pair Pair;
        public Memory Memory;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        Span<byte> bytes = args.Memory;
        Span<byte> value = Entries[0].Memory;
        args.Pair = MemoryMarshal.Read<Pair>(bytes[(args.Start & 15)..]);
        args.Fits = MemoryMarshal.TryRead(bytes[..(args.Length & 31)], out Header header);
        args.Sum = header.Length + header.Kind;
        MemoryMarshal.Write(value[(args.Start & 7)..], args.Pair);
        args.Written = MemoryMarshal.TryWrite(value[(args.Length & 31)..], header);
        ref Header first = ref MemoryMarshal.AsRef<Header>(value);
        first.Length += 3;
        MemoryMarshal.AsRef<Header>(bytes[2..]).Length ^= first.Length;
        Span<Pair> pairs = stackalloc Pair[3];
        value[..(args.Start & 31)].CopyTo(MemoryMarshal.AsBytes(pairs));
        Span<ushort> halves = MemoryMarshal.Cast<Pair, ushort>(pairs);
        args.Sum += pairs[args.Length & 3].Second + halves[args.Start & 15] + halves.Length;
        args.Reinterpreted = Unsafe.As<Pair, int>(ref args.Pair);
        args.Bits = Unsafe.BitCast<int, uint>(args.Sum);
        args.Size = Unsafe.SizeOf<Header>() + Unsafe.SizeOf<Pair>();
        value.CopyTo(args.Memory);
        return value[4];
    }

    public struct Pair
    {
        public int First;
        public short Second, Third;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Header
    {
        public byte Kind;
        public int Length;
    }

    public struct Entry
    {
        public Memory Memory;
    }

    [InlineArray(32)]
    public struct Memory
    {
        private byte _first;
    }
}
