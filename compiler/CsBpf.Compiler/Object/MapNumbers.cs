using CsBpf.Object.Btf;

namespace CsBpf.Compiler.Object;

/// <summary>Numbers in the definition of a map: n is written as the type <c>int (*)[n]</c>.</summary>
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
}
