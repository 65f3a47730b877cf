using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>A map whose values are maps, all of one definition. Which map is under a key, user space says, also while programs run.</summary>
/// <typeparam name="TKey">The key: an unmanaged struct or a primitive.</typeparam>
/// <typeparam name="TInner">The class of the maps in it.</typeparam>
public abstract class BpfMapOfMaps<TKey, TInner> : BpfMap
    where TKey : unmanaged
    where TInner : BpfMap
{
    private readonly TInner _template;
    private readonly Dictionary<TKey, TInner> _simulated = new(ByteComparer<TKey>.Instance);

    private protected BpfMapOfMaps(int maxEntries, TInner inner)
        : base(maxEntries)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _template = inner;
    }

    private protected override int ValueSize => sizeof(uint);

    /// <summary>
    /// The map under a key. In a program it is used where it is looked up, or kept in a local that is set once; where there is none, that is a fault.
    /// What is under a key from the start, the constructor of the class says. User space gets a map of its own that stands for the one in the
    /// kernel (which needs CAP_SYS_ADMIN), and disposes of its <see cref="BpfMap.Loaded"/>.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">The object is loaded, and there is no map to get.</exception>
    /// <exception cref="BpfFaultException">The object is not loaded, and there is no map to get, or no room.</exception>
    /// <exception cref="BpfException">The object is loaded, and there is no room, or the map has another definition.</exception>
    [MapOperation(MapOperation.Inner)]
    public TInner this[TKey key]
    {
        get => TryGetValue(key, out TInner? inner) ? inner : throw Missing(key);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Loaded is { } map)
                MapSlots.Set(map, Bytes(ref key), value.InnerOf(map).Handle);
            else if (HasRoom(key))
                _simulated[key] = value;
            else
                throw new BpfFaultException($"There is no room for a map under {key}.");
        }
    }

    /// <summary>Finds the map under a key. User space: see <see cref="this[TKey]"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="inner">The map; null where there is none.</param>
    /// <returns>False where there is none.</returns>
    [MapOperation(MapOperation.TryGetInner)]
    public bool TryGetValue(TKey key, [NotNullWhen(true)] out TInner? inner)
    {
        inner = Loaded is not { } map ? _simulated.GetValueOrDefault(key)
            : MapSlots.GetId(map, Bytes(ref key)) is { } id ? Bind(map, LoadedMap.FromId(id))
            : null;
        return inner is not null;
    }

    /// <summary>Takes the map under a key out of this one, in user space.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False where there is none.</returns>
    public bool Remove(TKey key) => Loaded is { } map ? map.Remove(Bytes(ref key)) : _simulated.Remove(key);

    /// <summary>The kernel's number of the map under a key of a loaded object; null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public uint? GetMapId(TKey key) => MapSlots.GetId(InKernel, Bytes(ref key));

    /// <summary>
    /// Makes a map that can be put into this one, in user space. In the kernel it lives as long as it is in a map, or until its
    /// <see cref="BpfMap.Loaded"/> is disposed.
    /// </summary>
    /// <returns>The map.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public TInner Create() => Loaded is { } map ? Bind(map, map.Inner!.Create()) : (TInner)_template.Clone();

    /// <summary>Whether a map may be put under a key, in an object that is not loaded.</summary>
    private protected virtual bool HasRoom(TKey key) => _simulated.ContainsKey(key) || _simulated.Count < MaxEntries;

    private protected override void UseKernel(LoadedMap map)
    {
    }

    private static ReadOnlySpan<byte> Bytes(ref TKey key) => MemoryMarshal.AsBytes(new ReadOnlySpan<TKey>(ref key));

    private TInner Bind(LoadedMap outer, LoadedMap inner)
    {
        var bound = (TInner)_template.Clone();
        outer.Inner?.Describe(inner);
        bound.Bind(inner);
        return bound;
    }

    private Exception Missing(TKey key) => Loaded is null
        ? new BpfFaultException($"There is no map under {key}.")
        : new KeyNotFoundException($"{Loaded.Name} has no map under {key}.");
}
