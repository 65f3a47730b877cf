namespace CsBpf;

/// <summary>The kernel's <c>enum bpf_map_type</c>.</summary>
public enum BpfMapType
{
    /// <summary>None.</summary>
    Unspecified,
    /// <summary>Linux 3.19.</summary>
    Hash,
    /// <summary>Linux 3.19.</summary>
    Array,
    /// <summary>Linux 4.2.</summary>
    ProgramArray,
    /// <summary>Linux 4.3.</summary>
    PerfEventArray,
    /// <summary>Linux 4.6.</summary>
    PerCpuHash,
    /// <summary>Linux 4.6.</summary>
    PerCpuArray,
    /// <summary>Linux 4.6.</summary>
    StackTrace,
    /// <summary>Linux 4.8.</summary>
    CgroupArray,
    /// <summary>Linux 4.10.</summary>
    LruHash,
    /// <summary>Linux 4.10.</summary>
    LruPerCpuHash,
    /// <summary>Linux 4.11.</summary>
    LpmTrie,
    /// <summary>Linux 4.12.</summary>
    ArrayOfMaps,
    /// <summary>Linux 4.12.</summary>
    HashOfMaps,
    /// <summary>Linux 4.14.</summary>
    DevMap,
    /// <summary>Linux 4.14.</summary>
    SockMap,
    /// <summary>Linux 4.15.</summary>
    CpuMap,
    /// <summary>Linux 4.18.</summary>
    XskMap,
    /// <summary>Linux 4.18.</summary>
    SockHash,
    /// <summary>Linux 4.19. The kernel calls it deprecated: use <see cref="CgroupStorage"/>.</summary>
    CgroupStorageDeprecated,
    /// <summary>Linux 4.19.</summary>
    ReusePortSockArray,
    /// <summary>Linux 4.20. The kernel calls it deprecated.</summary>
    PerCpuCgroupStorage,
    /// <summary>Linux 4.20.</summary>
    Queue,
    /// <summary>Linux 4.20.</summary>
    Stack,
    /// <summary>Linux 5.2.</summary>
    SkStorage,
    /// <summary>Linux 5.4.</summary>
    DevMapHash,
    /// <summary>Linux 5.6.</summary>
    StructOps,
    /// <summary>Linux 5.8.</summary>
    RingBuffer,
    /// <summary>Linux 5.10.</summary>
    InodeStorage,
    /// <summary>Linux 5.11.</summary>
    TaskStorage,
    /// <summary>Linux 5.16.</summary>
    BloomFilter,
    /// <summary>Linux 6.1.</summary>
    UserRingBuffer,
    /// <summary>Linux 6.2.</summary>
    CgroupStorage,
    /// <summary>Linux 6.9.</summary>
    Arena,
    /// <summary>Linux 6.19.</summary>
    InstructionArray,
}
