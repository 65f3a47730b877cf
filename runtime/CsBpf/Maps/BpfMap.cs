namespace CsBpf;

/// <summary>The base of every map that is declared as a field of a BPF object. Before the object is loaded the entries are in memory.</summary>
public abstract class BpfMap
{
    private protected BpfMap(int maxEntries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEntries, 1);
        MaxEntries = maxEntries;
    }

    /// <summary>The largest number of entries.</summary>
    public int MaxEntries { get; }
}
