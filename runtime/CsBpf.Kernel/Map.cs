namespace CsBpf.Kernel;

/// <summary>A BPF map (<c>struct bpf_map</c>). A view of it is an iterator over all maps (Linux 5.8).</summary>
[KernelType("bpf_map")]
public sealed class Map : bpf_map
{
    /// <summary>The map's id, the one that <c>bpftool map</c> shows.</summary>
    [KernelMember("id")]
    public uint Id
    {
        get => id;
        set => id = value;
    }

    /// <summary>The map's name, at most 15 bytes.</summary>
    [KernelMember("name")]
    [ArrayLength(16)]
    public KernelString Name
    {
        get => name;
        set => name = value;
    }

    /// <summary>The kind of map.</summary>
    [KernelMember("map_type")]
    public bpf_map_type Type
    {
        get => map_type;
        set => map_type = value;
    }

    /// <summary>The size of a key, in bytes.</summary>
    [KernelMember("key_size")]
    public uint KeySize
    {
        get => key_size;
        set => key_size = value;
    }

    /// <summary>The size of a value, in bytes.</summary>
    [KernelMember("value_size")]
    public uint ValueSize
    {
        get => value_size;
        set => value_size = value;
    }

    /// <summary>The largest number of entries.</summary>
    [KernelMember("max_entries")]
    public uint MaxEntries
    {
        get => max_entries;
        set => max_entries = value;
    }

    /// <summary>The bits of the kernel's <c>BPF_F_*</c> flags that the map was made with.</summary>
    [KernelMember("map_flags")]
    public uint Flags
    {
        get => map_flags;
        set => map_flags = value;
    }

    /// <summary>True where user space can no longer write to the map (Linux 5.2).</summary>
    [KernelMember("frozen")]
    public bool IsFrozen
    {
        get => frozen;
        set => frozen = value;
    }

    /// <summary>The references that programs and user space hold.</summary>
    [KernelMember("refcnt.counter")]
    public long ReferenceCount
    {
        get => refcnt.counter;
        set => refcnt.counter = value;
    }

    /// <summary>The types that describe key and value; <see langword="null"/> where the map was made without.</summary>
    [KernelMember("btf")]
    public btf? Btf
    {
        get => btf;
        set => btf = value;
    }
}
