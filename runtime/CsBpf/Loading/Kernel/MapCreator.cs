using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Makes the maps of an object in the kernel.</summary>
/// <param name="btf">The object's BTF.</param>
/// <param name="kernel">The types of the running kernel and its modules.</param>
/// <param name="needs">The capabilities that the whole object takes: named when one is missing.</param>
internal sealed unsafe class MapCreator(ObjectBtf btf, KernelTypes kernel, CapabilitySet needs)
{
    /// <summary>The types that take no BTF for keys and values.</summary>
    private static readonly HashSet<BpfMapType> WithoutTypes =
    [
        BpfMapType.PerfEventArray, BpfMapType.CgroupArray, BpfMapType.StackTrace, BpfMapType.ArrayOfMaps, BpfMapType.HashOfMaps,
        BpfMapType.DevMap, BpfMapType.DevMapHash, BpfMapType.CpuMap, BpfMapType.XskMap, BpfMapType.SockMap, BpfMapType.SockHash,
        BpfMapType.Queue, BpfMapType.Stack, BpfMapType.Arena,
    ];

    /// <summary>Where maps are that are pinned by name; null to pin none.</summary>
    public string? PinDirectory { get; init; }

    /// <summary>Whether maps without a size have one entry, since only the program that loads the object knows their size.</summary>
    public bool SizesAreOpen { get; init; }

    /// <summary>Makes a map, or opens it where it is pinned by name already.</summary>
    /// <exception cref="BpfException">The kernel refused, or the pinned map is another.</exception>
    public LoadedMap Create(MapSpec spec)
    {
        string? pin = spec.IsPinnedByName && PinDirectory is not null ? Path.Combine(PinDirectory, spec.Name) : null;
        if (pin is not null && File.Exists(pin))
            return Reuse(spec, pin);

        var handle = CreateHandle(spec);
        try
        {
            if (spec.IsData)
                Fill(handle, spec);
            if (pin is not null)
                ObjectCalls.Pin(handle, pin);
            var map = new LoadedMap(handle, spec.Name, spec);
            // The verifier asks where user space has an arena.
            if (map is { Type: BpfMapType.Arena, Memory: { } arena })
                spec.Data.CopyTo(new Span<byte>(arena.Address, spec.Data.Length));
            return map;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Puts the maps that a map of maps has from the start into it.</summary>
    public static void FillSlots(LoadedMap map, IEnumerable<(uint Index, BpfHandle Handle)> slots)
    {
        foreach (var (index, handle) in slots)
        {
            using var lease = handle.Lease();
            uint key = index;
            int value = lease.Descriptor;
            int result = MapCalls.Update(map.Handle, &key, &value, MapUpdate.Any);
            if (result < 0)
                throw map.Failed($"write entry {index} of the map", result);
        }
    }

    private MapHandle CreateHandle(MapSpec spec)
    {
        using var inner = spec.InnerMap is null ? null : CreateHandle(spec.InnerMap);
        using var innerLease = inner is null ? default : inner.Lease();
        using var btfLease = btf.Handle is null ? default : btf.Handle.Lease();
        var attributes = new MapCreateAttributes
        {
            MapType = (uint)spec.Type,
            KeySize = spec.KeySize,
            ValueSize = spec.ValueSize,
            MaxEntries = Entries(spec),
            MapFlags = (uint)Flags(spec),
            NumaNode = spec.NumaNode ?? 0,
            MapExtra = spec.Extra,
            InnerMapDescriptor = inner is null ? 0 : innerLease.Descriptor,
            Name = ObjectName.From(spec.KernelName),
        };
        if (spec.StructOps is { } operations)
        {
            var type = StructOpsType.Find(kernel, operations.TypeName);
            attributes.ValueSize = type.ValueSize;
            attributes.BtfVmlinuxValueTypeId = type.ValueId;
            attributes.BtfDescriptor = btfLease.Descriptor;
            attributes.MapFlags |= operations.HasLink ? (uint)BpfMapFlags.Link : 0;
            if (type.Module is { } module)
            {
                using var moduleLease = module.Handle.Lease();
                attributes.ValueTypeBtfDescriptor = moduleLease.Descriptor;
                attributes.MapFlags |= (uint)BpfMapFlags.ValueTypeInModule;
            }
        }

        if (btf.IsLoaded && !WithoutTypes.Contains(spec.Type) && (spec.KeyTypeId | spec.ValueTypeId) != 0)
        {
            attributes.BtfDescriptor = btfLease.Descriptor;
            attributes.BtfKeyTypeId = spec.KeyTypeId;
            attributes.BtfValueTypeId = spec.ValueTypeId;
        }

        int result = MapCalls.TryCreate(ref attributes);
        if (result == -(int)Errno.EPERM && MemoryLimit.TryLift())
            result = MapCalls.TryCreate(ref attributes);
        if (result < 0 && attributes.BtfDescriptor != 0)
        {
            // Some types take no BTF of keys or values, each kernel others; they work without.
            attributes.BtfDescriptor = 0;
            attributes.BtfKeyTypeId = attributes.BtfValueTypeId = 0;
            int retry = MapCalls.TryCreate(ref attributes);
            result = retry >= 0 ? retry : result;
        }

        if (result < 0)
            throw Refused(spec, result);
        var handle = new MapHandle();
        handle.Take(result);
        return handle;
    }

    private uint Entries(MapSpec spec) => spec.Type switch
    {
        BpfMapType.SkStorage or BpfMapType.TaskStorage or BpfMapType.InodeStorage or BpfMapType.CgroupStorage or
            BpfMapType.CgroupStorageDeprecated or BpfMapType.PerCpuCgroupStorage => spec.MaxEntries,
        BpfMapType.RingBuffer or BpfMapType.UserRingBuffer when spec.MaxEntries == 0 && SizesAreOpen => RoundToPages(1),
        BpfMapType.PerfEventArray when spec.MaxEntries == 0 => (uint)Processors.Possible,
        BpfMapType.RingBuffer or BpfMapType.UserRingBuffer => RoundToPages(spec.MaxEntries),
        BpfMapType.ArrayOfMaps or BpfMapType.HashOfMaps when spec.MaxEntries == 0 => 1,
        _ when spec.MaxEntries == 0 && SizesAreOpen => 1,
        _ => spec.MaxEntries,
    };

    /// <summary>The size of a ring buffer: a power of two of whole pages.</summary>
    private static uint RoundToPages(uint size) =>
        size == 0 ? 0 : Math.Max(System.Numerics.BitOperations.RoundUpToPowerOf2(size), (uint)Environment.SystemPageSize);

    private static BpfMapFlags Flags(MapSpec spec)
    {
        var flags = spec.Flags | (spec.NumaNode is null ? BpfMapFlags.None : BpfMapFlags.NumaNode);
        return spec.IsData && flags.HasFlag(BpfMapFlags.Mmapable) && !KernelFeatures.Has(KernelFeature.MmapableArrays)
            ? flags & ~BpfMapFlags.Mmapable
            : flags;
    }

    private static void Fill(MapHandle handle, MapSpec spec)
    {
        byte[] contents = spec.Section == DataSectionKind.KernelConfiguration ? KernelConfiguration.Fill(spec) : spec.Data;
        if (spec.Section != DataSectionKind.Zeroed || contents.AsSpan().ContainsAnyExcept((byte)0))
        {
            int key = 0;
            fixed (byte* value = contents)
            {
                int result = MapCalls.Update(handle, &key, value, MapUpdate.Any);
                if (result < 0)
                    throw new Operation("write the initial values of", spec.Name, CapabilitySet.Bpf).Failed(result);
            }
        }

        // Frozen, the verifier may take the values for constants and drop branches that they rule out.
        if (spec.Section is DataSectionKind.ReadOnly or DataSectionKind.KernelConfiguration)
            MapCalls.Freeze(handle, spec.Name);
    }

    private LoadedMap Reuse(MapSpec spec, string path)
    {
        var map = LoadedMap.FromPin(path);
        var differences = new List<string>();
        Compare("type", map.Type, spec.Type);
        Compare("key size", map.KeySize, (int)spec.KeySize);
        Compare("value size", map.ValueSize, (int)spec.ValueSize);
        Compare("entries", map.MaxEntries, Entries(spec));
        Compare("flags", map.Flags, Flags(spec));
        if (differences.Count == 0)
            return map;

        map.Dispose();
        throw new BpfException($"use the map pinned at {path}", (int)Errno.EINVAL, "it is another map: " + string.Join(", ", differences));

        void Compare<T>(string what, T pinned, T declared)
        {
            if (!EqualityComparer<T>.Default.Equals(pinned, declared))
                differences.Add($"{what} {pinned} instead of {declared}");
        }
    }

    private BpfException Refused(MapSpec spec, int result)
    {
        var errno = (Errno)(-result);
        if (errno == Errno.EINVAL && FeatureFloors.Explain(spec.Type) is { } feature)
            return feature;

        return new Operation("create the map", spec.Name, needs).Failed(result, errno switch
        {
            Errno.EINVAL => $"the kernel does not take a map of type {spec.Type} with a key of {spec.KeySize} bytes, " +
                $"a value of {spec.ValueSize} bytes, " +
                $"{Entries(spec)} entries and the flags {Flags(spec)}",
            Errno.E2BIG or Errno.ENOMEM =>
                $"{Entries(spec)} entries of {spec.KeySize} + {spec.ValueSize} bytes are more than the kernel gives",
            _ => null,
        });
    }
}
