using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

public enum WireType { Varint, Fixed64, LengthDelimited, Fixed32 = 5 }

public ref struct ProtoWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Written { get; private set; }

    public bool IsOverflown { get; private set; }

    public ProtoWriter Field(int number, ulong value)
    {
        Tag(number, WireType.Varint);
        Varint(value);
        return this;
    }

    public void Signed(int number, long value) => Field(number, (ulong)((value << 1) ^ (value >> 63)));

    public void Fixed(int number, uint value)
    {
        Tag(number, WireType.Fixed32);
        for (int i = 0; i < 4; i++)
            Put((byte)(value >> (8 * i)));
    }

    public void Bytes(int number, ReadOnlySpan<byte> value)
    {
        Tag(number, WireType.LengthDelimited);
        Varint((uint)value.Length);
        foreach (var b in value)
            Put(b);
    }

    private void Tag(int number, WireType type) => Varint((uint)(number << 3) | (uint)type);

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Put((byte)(value | 0x80));
            value >>= 7;
        }

        Put((byte)value);
    }

    private void Put(byte b)
    {
        if (Written >= _buffer.Length)
            IsOverflown = true;
        else
            _buffer[Written++] = b;
    }
}

public ref struct ProtoReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool TryRead(out int number, out WireType type, out ulong value)
    {
        (number, type, value) = (0, default, 0);
        if (!TryVarint(out ulong tag))
            return false;
        number = (int)(tag >> 3);
        type = (WireType)(tag & 7);
        switch (type)
        {
            case WireType.Varint:
                return TryVarint(out value);
            case WireType.Fixed32 when _rest.Length >= 4:
                value = (uint)(_rest[0] | _rest[1] << 8 | _rest[2] << 16 | _rest[3] << 24);
                _rest = _rest[4..];
                return true;
            case WireType.LengthDelimited:
                if (!TryVarint(out value) || value > (ulong)_rest.Length)
                    return false;
                _rest = _rest[(int)value..];
                return true;
            default:
                return false;
        }
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (_rest is not [var b, .. var rest])
                return false;
            _rest = rest;
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return true;
        }

        return false;
    }
}

/// <summary>A protobuf message written and read back by ref structs.</summary>
[BpfObject]
public partial class Protobuf
{
    public struct Args
    {
        public ulong Id;
        public long Delta;
        public uint Hash;
        public byte NameLength, Room;
        public int Written, Fields;
        public ulong Sum;
        public bool Overflown;
        public Name Text;
        public Buffer Out;
    }

    [InlineArray(16)]
    public struct Name
    {
        private byte _first;
    }

    [InlineArray(64)]
    public struct Buffer
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        Span<byte> buffer = args.Out;
        ReadOnlySpan<byte> name = args.Text;
        var writer = new ProtoWriter(buffer[..(args.Room % 65)]);
        writer.Field(1, args.Id);
        writer.Signed(2, args.Delta);
        writer.Bytes(3, name[..(args.NameLength & 15)]);
        writer.Fixed(number: 15, value: args.Hash);
        args.Written = writer.Written;
        args.Overflown = writer.IsOverflown;

        ProtoReader reader = new(buffer[..writer.Written]);
        while (!reader.AtEnd)
        {
            if (!reader.TryRead(out int number, out var type, out ulong value))
                return 2;
            args.Fields++;
            args.Sum += value * (ulong)number + (ulong)type;
        }

        return 0;
    }
}
