namespace CsBpf.Object.Instructions;

/// <summary>What a byte-order instruction does to its register.</summary>
public enum EndianOrder : byte
{
    /// <summary><c>r0 = le32 r0</c>: between the host's order and little-endian.</summary>
    Little,

    /// <summary><c>r0 = be32 r0</c>: between the host's order and big-endian.</summary>
    Big,

    /// <summary><c>r0 = bswap32 r0</c>: reversal, whatever the host's order (ISA v4, Linux 6.6).</summary>
    Swap,
}
