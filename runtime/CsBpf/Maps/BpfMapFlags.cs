namespace CsBpf;

/// <summary>The kernel's flags of a map (<c>BPF_F_*</c>).</summary>
[Flags]
public enum BpfMapFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Entries of a hash are allocated when they are made, not all at the start (Linux 4.6).</summary>
    NoPreallocation = 1 << 0,

    /// <summary>An LRU hash with a list for each processor (Linux 4.10).</summary>
    NoCommonLru = 1 << 1,

    /// <summary>The map's memory is on <see cref="MapSpec.NumaNode"/> (Linux 4.14).</summary>
    NumaNode = 1 << 2,

    /// <summary>User space can only read (Linux 4.15).</summary>
    ReadOnly = 1 << 3,

    /// <summary>User space can only write (Linux 4.15).</summary>
    WriteOnly = 1 << 4,

    /// <summary>A stack trace map holds build ids and offsets instead of addresses (Linux 4.17).</summary>
    StackBuildId = 1 << 5,

    /// <summary>The hash function has no seed: for tests only (Linux 5.0).</summary>
    ZeroSeed = 1 << 6,

    /// <summary>Programs can only read (Linux 5.2).</summary>
    ReadOnlyProgram = 1 << 7,

    /// <summary>Programs can only write (Linux 5.2).</summary>
    WriteOnlyProgram = 1 << 8,

    /// <summary>Socket storage is copied to the sockets that a listener accepts (Linux 5.4).</summary>
    Clone = 1 << 9,

    /// <summary>User space can map the values into its memory (arrays, Linux 5.5; arenas).</summary>
    Mmapable = 1 << 10,

    /// <summary>A perf event stays in the map when its file is closed (Linux 5.11).</summary>
    PreserveElements = 1 << 11,

    /// <summary>The maps in the map may differ in <see cref="MapSpec.MaxEntries"/> (Linux 5.10).</summary>
    InnerMap = 1 << 12,

    /// <summary>The map is attached by a link (struct_ops, Linux 6.4).</summary>
    Link = 1 << 13,

    /// <summary>The descriptor of a redirect map's target is not checked (Linux 6.7).</summary>
    PathDescriptor = 1 << 14,

    /// <summary>The value's type is in a module's BTF (Linux 6.9).</summary>
    ValueTypeInModule = 1 << 15,

    /// <summary>The arena raises SIGSEGV instead of allocating pages on a fault (Linux 6.9).</summary>
    SegmentationFault = 1 << 17,

    /// <summary>The kernel does not map the arena itself (Linux 6.9).</summary>
    NoUserConversion = 1 << 18,
}
