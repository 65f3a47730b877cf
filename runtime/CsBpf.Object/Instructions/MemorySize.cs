namespace CsBpf.Object.Instructions;

/// <summary>The width of a memory access; the value is the logarithm of the number of bytes.</summary>
public enum MemorySize : byte
{
    /// <summary>8 bits, <c>u8</c>.</summary>
    Byte,

    /// <summary>16 bits, <c>u16</c>.</summary>
    Half,

    /// <summary>32 bits, <c>u32</c>.</summary>
    Word,

    /// <summary>64 bits, <c>u64</c>.</summary>
    DoubleWord,
}

/// <summary>What follows from a <see cref="MemorySize"/>.</summary>
public static class MemorySizeExtensions
{
    /// <summary>The width in bytes: 1, 2, 4 or 8.</summary>
    public static int Bytes(this MemorySize size) => 1 << (int)size;

    /// <summary>The width in bits: 8, 16, 32 or 64.</summary>
    public static int Bits(this MemorySize size) => 8 << (int)size;
}
