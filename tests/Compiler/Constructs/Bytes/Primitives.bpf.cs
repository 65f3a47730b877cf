using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Bytes;

/// <summary>Numbers of all widths, in both orders, in bytes on the stack and in a map's value: one check for each.</summary>
[BpfObject]
public partial class Primitives
{
    public readonly BpfArrayMap<Entry> Entries = new(maxEntries: 1);

    public struct Args
    {
        public byte Start, Other;
        public bool Fits, Written;
        public short Little16;
        public ushort Big16;
        public int Little32;
        public uint Big32;
        public long Little64, Big64;
        public Memory Memory;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        Span<byte> stack = stackalloc byte[32];
        args.Memory[..].CopyTo(stack);
        args.Little16 = BinaryPrimitives.ReadInt16LittleEndian(stack);
        args.Big16 = BinaryPrimitives.ReadUInt16BigEndian(stack[3..]);
        args.Little32 = BinaryPrimitives.ReadInt32LittleEndian(stack[(args.Start % 30)..]);
        args.Fits = BinaryPrimitives.TryReadUInt32BigEndian(stack[(args.Other % 33)..], out args.Big32);
        Span<byte> value = Entries[0].Memory;
        BinaryPrimitives.WriteInt64LittleEndian(value[(args.Start % 29)..], args.Big64 ^ args.Little64);
        args.Written = BinaryPrimitives.TryWriteUInt16BigEndian(value[(args.Other % 33)..], args.Big16);
        BinaryPrimitives.WriteInt32BigEndian(value[5..], args.Little32);
        args.Little64 = BinaryPrimitives.ReadInt64LittleEndian(value);
        args.Big64 = BinaryPrimitives.ReadInt64BigEndian(value[(args.Start & 15)..]);
        value.CopyTo(args.Memory);
        return args.Little16;
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
