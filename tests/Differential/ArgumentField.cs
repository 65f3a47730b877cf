using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Differential.Tests;

/// <summary>A field of a construct's arguments that is a number: where it lies, and which numbers are worth trying.</summary>
/// <param name="Path">As in <c>Line.From.X</c>.</param>
/// <param name="Type">Its primitive type.</param>
/// <param name="Offset">In bytes, from the start of the arguments.</param>
internal sealed record ArgumentField(string Path, Type Type, int Offset)
{
    private static readonly long[] SmallNumbers = [0, 1, 2, 3, 5, 7, 8, 10, 31, 32, 33, 63, 64, 65, 100, 255, 1000, -1, -2, -7];

    private static readonly Dictionary<Type, (int Size, bool IsSigned)> Primitives = new()
    {
        [typeof(bool)] = (1, false),
        [typeof(sbyte)] = (1, true),
        [typeof(byte)] = (1, false),
        [typeof(short)] = (2, true),
        [typeof(ushort)] = (2, false),
        [typeof(char)] = (2, false),
        [typeof(int)] = (4, true),
        [typeof(uint)] = (4, false),
        [typeof(long)] = (8, true),
        [typeof(ulong)] = (8, false),
        [typeof(nint)] = (8, true),
        [typeof(nuint)] = (8, false),
    };

    private int Size => Primitives[Type].Size;

    /// <summary>The numbers at which a mistake shows: small ones, and those next to the ends of the type's range.</summary>
    public IReadOnlyList<long> InterestingValues { get; } = Type == typeof(bool) ? [0, 1] : [.. SmallNumbers, .. Extremes(Primitives[Type].Size * 8)];

    /// <summary>The fields of <paramref name="arguments"/> as the CLR lays them out, those of nested structs in their places.</summary>
    public static IReadOnlyList<ArgumentField> Of(Type arguments) => [.. Walk(arguments, "", 0)];

    /// <summary>Reads the field.</summary>
    public long Read(ReadOnlySpan<byte> arguments)
    {
        ReadOnlySpan<byte> bytes = arguments[Offset..];
        return (Size, Primitives[Type].IsSigned) switch
        {
            (1, true) => (sbyte)bytes[0],
            (1, false) => bytes[0],
            (2, true) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            (4, true) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }

    /// <summary>Writes the low bits of <paramref name="value"/> to the field.</summary>
    public void Write(Span<byte> arguments, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Type == typeof(bool) ? value & 1 : value);
        bytes[..Size].CopyTo(arguments[Offset..]);
    }

    /// <summary>The field as text: <c>Left=-1</c>.</summary>
    public string Format(ReadOnlySpan<byte> arguments) =>
        Type == typeof(ulong) ? $"{Path}={(ulong)Read(arguments)}" : $"{Path}={Read(arguments)}";

    private static IEnumerable<ArgumentField> Walk(Type type, string path, int offset)
    {
        if (type.IsEnum)
            return Walk(type.GetEnumUnderlyingType(), path, offset);
        if (Primitives.ContainsKey(type))
            return [new ArgumentField(path, type, offset)];

        if (type.GetCustomAttribute<InlineArrayAttribute>() is { Length: var length })
            return Elements(type, path, offset, length);
        if (type.GetField("FixedElementField") is { } element)
            return Elements(type, path, offset, ManagedLayout.SizeOf(type) / ManagedLayout.SizeOf(element.FieldType));

        return type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(field => Walk(field.FieldType, path.Length == 0 ? field.Name : $"{path}.{field.Name}", offset + ManagedLayout.OffsetOf(field)));
    }

    private static IEnumerable<ArgumentField> Elements(Type array, string path, int offset, int length)
    {
        FieldInfo first = array.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        int size = ManagedLayout.SizeOf(array) / length;
        return Enumerable.Range(0, length).SelectMany(i => Walk(first.FieldType, $"{path}[{i}]", offset + (i * size)));
    }

    private static IEnumerable<long> Extremes(int bits)
    {
        long sign = 1L << (bits - 1);
        return [sign, sign + 1, sign - 1, sign - 2, sign ^ 1L << (bits / 2), 0x5555_5555_5555_5555];
    }
}
