using System.Buffers.Binary;

namespace CsBpf.Runtime.Tests.Fuzzing;

/// <summary>Changes an object here and there, so that most of it still makes sense and the readers get far.</summary>
internal sealed class ObjectMutator
{
    private const int SectionHeaderSize = 64;

    private static readonly uint[] Extremes =
        [0, 1, 2, 7, 0xff, 0x7fff, 0xffff, 0x1_0000, int.MaxValue, 0x8000_0000, uint.MaxValue - 7, uint.MaxValue];

    private readonly byte[] _original;
    private readonly List<Range> _places = [];

    /// <summary>Takes the bytes of an object that can be read.</summary>
    public ObjectMutator(byte[] original)
    {
        _original = original;
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(original.AsSpan(40));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(original.AsSpan(60));
        _places.Add(..SectionHeaderSize);
        _places.Add(table..(table + (count * SectionHeaderSize)));
        for (int i = 1; i < count; i++)
        {
            var header = original.AsSpan(table + (i * SectionHeaderSize), SectionHeaderSize);
            int offset = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
            int size = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
            if (size != 0 && offset + size <= original.Length)
                _places.Add(offset..(offset + size));
        }
    }

    /// <summary>A changed copy.</summary>
    public byte[] Mutate(Random random)
    {
        byte[] bytes = _original.ToArray();
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            var place = bytes.AsSpan(_places[random.Next(_places.Count)]);
            int at = random.Next(place.Length);
            switch (random.Next(6))
            {
                case 0:
                    place[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    place[at] = (byte)random.Next(256);
                    break;
                case 2:
                    WriteWord(place, at, Extremes[random.Next(Extremes.Length)]);
                    break;
                case 3:
                    WriteWord(place, at, (uint)random.Next(place.Length + 1));
                    break;
                case 4:
                    // A record in the place of another: 8 bytes have instructions, 12 types, 16 relocations, 24 symbols.
                    Copy(place, random, random.Next(1, 4) * 8);
                    break;
                default:
                    Copy(place, random, 12);
                    break;
            }
        }

        return random.Next(50) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static void WriteWord(Span<byte> place, int at, uint value)
    {
        at &= ~3;
        if (at + sizeof(uint) <= place.Length)
            BinaryPrimitives.WriteUInt32LittleEndian(place[at..], value);
    }

    private static void Copy(Span<byte> place, Random random, int size)
    {
        int records = place.Length / size;
        if (records > 1)
            place.Slice(random.Next(records) * size, size).CopyTo(place[(random.Next(records) * size)..]);
    }
}
