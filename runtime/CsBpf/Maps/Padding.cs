using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CsBpf.Object.Btf;

namespace CsBpf;

/// <summary>
/// The bytes of a type that belong to none of its fields. Programs have zeroes there, the CLR has what was in memory before: the bytes that
/// the kernel compares are the same when they are cleared here.
/// </summary>
internal sealed class Padding
{
    private readonly (int Offset, int Length)[] _gaps;

    private Padding((int Offset, int Length)[] gaps) => _gaps = gaps;

    /// <summary>No padding.</summary>
    public static Padding None { get; } = new([]);

    /// <summary>The padding of a struct as the CLR lays it out.</summary>
    public static Padding Of<T>()
        where T : unmanaged => OfManaged<T>.Padding;

    /// <summary>The padding of a type as an object describes it: known also where reflection is not. That of no type is none.</summary>
    public static Padding Of(BtfTypes types, uint id)
    {
        if (types[types.ResolveQualifiers(id)] is not BtfComposite composite)
            return None;
        var used = new bool[composite.Size];
        BtfFields.Mark(types, id, used);
        return Between(used);
    }

    /// <summary>Zeroes the padding of a value.</summary>
    public void Clear<T>(ref T value)
        where T : unmanaged
    {
        foreach (var (offset, length) in _gaps)
            Unsafe.InitBlockUnaligned(ref Unsafe.AddByteOffset(ref Unsafe.As<T, byte>(ref value), offset), 0, (uint)length);
    }

    private static Padding Between(ReadOnlySpan<bool> used)
    {
        var gaps = new List<(int Offset, int Length)>();
        for (int offset = 0; offset < used.Length; offset++)
        {
            if (used[offset])
                continue;
            if (gaps is [.., var (start, length)] && start + length == offset)
                gaps[^1] = (start, length + 1);
            else
                gaps.Add((offset, 1));
        }

        return gaps.Count == 0 ? None : new([.. gaps]);
    }

    /// <summary>Decided once for each type.</summary>
    private static class OfManaged<T>
        where T : unmanaged
    {
        public static readonly Padding Padding = RuntimeFeature.IsDynamicCodeSupported ? Find() : None;

        [RequiresDynamicCode("The offset of a field is taken by code that is made for it.")]
        private static Padding Find()
        {
            var used = new bool[Unsafe.SizeOf<T>()];
            ManagedFields.Mark(typeof(T), used);
            return Between(used);
        }
    }
}
