namespace CsBpf.Syscalls;

/// <summary>The commands on maps. Those on entries return the negated error number and allocate nothing.</summary>
internal static unsafe class MapCalls
{
    public static int TryCreate(ref MapCreateAttributes attributes) => BpfCall.Invoke(BpfCommand.MapCreate, ref attributes);

    public static int Lookup(MapHandle map, void* key, void* value, ulong flags = 0) =>
        Invoke(BpfCommand.MapLookupElement, map, key, value, flags);

    public static int Update(MapHandle map, void* key, void* value, MapUpdate flags) =>
        Invoke(BpfCommand.MapUpdateElement, map, key, value, (ulong)flags);

    public static int Delete(MapHandle map, void* key) => Invoke(BpfCommand.MapDeleteElement, map, key, null, 0);

    /// <summary>Takes an element (of queues and stacks Linux 4.20).</summary>
    public static int LookupAndDelete(MapHandle map, void* key, void* value) =>
        Invoke(BpfCommand.MapLookupAndDeleteElement, map, key, value, 0);

    /// <param name="map">The map.</param>
    /// <param name="key">The key before; null for the first. Where the map has none such, the first key follows.</param>
    /// <param name="next">Takes the key that follows.</param>
    public static int NextKey(MapHandle map, void* key, void* next) => Invoke(BpfCommand.MapGetNextKey, map, key, next, 0);

    /// <summary>Reads some entries (Linux 5.6).</summary>
    /// <param name="map">The map.</param>
    /// <param name="from">Where the last call stopped; null for the start.</param>
    /// <param name="to">Takes where this call stopped.</param>
    /// <param name="keys">Takes the keys.</param>
    /// <param name="values">Takes the values.</param>
    /// <param name="count">The room in entries; takes the number of entries.</param>
    public static int LookupBatch(MapHandle map, void* from, void* to, void* keys, void* values, uint* count)
    {
        using var lease = map.Lease();
        var attributes = new MapBatchAttributes
        {
            From = from,
            To = to,
            Keys = keys,
            Values = values,
            Count = *count,
            MapDescriptor = lease.Descriptor,
        };
        int result = BpfCall.Invoke(BpfCommand.MapLookupBatch, ref attributes);
        *count = result is >= 0 or -(int)Errno.ENOENT ? attributes.Count : 0;
        return result;
    }

    /// <summary>Takes from user space the right to change the map (Linux 5.2).</summary>
    public static void Freeze(MapHandle map, string name)
    {
        using var lease = map.Lease();
        var attributes = new MapFreezeAttributes { MapDescriptor = lease.Descriptor };
        BpfCall.Run(BpfCommand.MapFreeze, ref attributes, new Operation("freeze the map", name, CapabilitySet.Bpf));
    }

    public static MapInfoRecord GetInfo(MapHandle map)
    {
        var record = default(MapInfoRecord);
        ObjectCalls.GetInfo(map, &record, sizeof(MapInfoRecord), "the map");
        return record;
    }

    private static int Invoke(BpfCommand command, MapHandle map, void* key, void* value, ulong flags)
    {
        using var lease = map.Lease();
        var attributes = new MapElementAttributes { MapDescriptor = lease.Descriptor, Key = key, Value = value, Flags = flags };
        return BpfCall.Invoke(command, ref attributes);
    }
}

/// <summary>When an update of a map is made.</summary>
internal enum MapUpdate : ulong
{
    /// <summary>Always.</summary>
    Any = 0,

    /// <summary>Where there is no entry.</summary>
    NoExist = 1,

    /// <summary>Where there is an entry.</summary>
    Exist = 2,
}
