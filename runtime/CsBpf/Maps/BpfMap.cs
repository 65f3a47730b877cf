namespace CsBpf;

/// <summary>
/// The base of every map that is declared as a field of a BPF object. Before the object is loaded the entries are in memory.
/// </summary>
public abstract class BpfMap
{
    private protected BpfMap(int maxEntries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEntries, 1);
        MaxEntries = maxEntries;
    }

    /// <summary>The largest number of entries.</summary>
    public int MaxEntries { get; private set; }

    /// <summary>The map in the kernel; null where the entries are in memory.</summary>
    public LoadedMap? Loaded { get; private set; }

    /// <summary>The type that the map has in the kernel.</summary>
    private protected abstract BpfMapType Type { get; }

    private protected abstract int KeySize { get; }

    private protected abstract int ValueSize { get; }

    /// <summary>The map in the kernel, for what only that has.</summary>
    private protected LoadedMap InKernel => Loaded ?? throw new InvalidOperationException($"The map is not loaded: a {GetType().Name} has this in the kernel only.");

    /// <summary>Makes the map stand for one in the kernel.</summary>
    /// <exception cref="ArgumentException">The map in the kernel has another type, or other sizes.</exception>
    internal void Bind(LoadedMap map)
    {
        if (map.Type != Type || map.KeySize != KeySize || map.ValueSize != ValueSize)
        {
            throw new ArgumentException(
                $"{map.Name} is a map of type {map.Type} with keys of {map.KeySize} and values of {map.ValueSize} bytes in the kernel; " +
                $"the field has the type {Type}, {KeySize} and {ValueSize} bytes.", nameof(map));
        }

        MaxEntries = (int)map.MaxEntries;
        Loaded = map;
        UseKernel(map);
    }

    /// <summary>A map of the same definition, that has nothing in it yet. Only for one that has not been used.</summary>
    internal BpfMap Clone() => (BpfMap)MemberwiseClone();

    /// <summary>The map in the kernel, to be put into another.</summary>
    internal LoadedMap InnerOf(LoadedMap outer) =>
        Loaded ?? throw new InvalidOperationException($"{outer.Name} is in the kernel: it takes maps that are there, too, of its own making or of a loaded object.");

    /// <summary>Takes the entries from the kernel from now on.</summary>
    private protected abstract void UseKernel(LoadedMap map);
}
