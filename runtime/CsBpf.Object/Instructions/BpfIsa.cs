namespace CsBpf.Object.Instructions;

/// <summary>A level of the eBPF instruction set, as in <c>-mcpu=</c> of clang.</summary>
public enum BpfIsa : byte
{
    /// <summary>The first set: 64-bit arithmetic and comparisons, atomic add.</summary>
    V1 = 1,

    /// <summary>Adds the jumps for less and less or equal (Linux 4.14).</summary>
    V2,

    /// <summary>Adds 32-bit arithmetic and jumps (Linux 5.1), and the fetching atomics (Linux 5.12).</summary>
    V3,

    /// <summary>Adds sign-extending moves and loads, signed division, byte swaps, immediate stores, long jumps (Linux 6.6).</summary>
    V4,
}
