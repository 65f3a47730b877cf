using CsBpf.Object.Btf;

namespace CsBpf.Compiler.Object;

/// <summary>What the definition of a map says by types: a number n is written as <c>int (*)[n]</c>.</summary>
/// <param name="builder">Gets the types.</param>
internal sealed class MapNumbers(BtfBuilder builder)
{
    private readonly uint _element = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
    private readonly uint _index = builder.Add(new BtfInt("__ARRAY_SIZE_TYPE__", 4, BtfIntEncoding.None));

    /// <summary>The type that stands for a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than 32 bits.</exception>
    public uint Encode(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, uint.MaxValue);
        return builder.Add(new BtfPointer(builder.Add(new BtfArray(_element, _index, (uint)number))));
    }

    /// <summary>The type of the slots of a map: an array of pointers to what is in them.</summary>
    public uint EncodeSlots(BtfType content) => builder.Add(new BtfArray(builder.Add(new BtfPointer(builder.Add(content))), _index, 0));
}
