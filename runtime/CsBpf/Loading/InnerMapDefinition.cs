namespace CsBpf;

/// <summary>What the maps in a map look like, to make more of them once the object is loaded.</summary>
/// <param name="spec">The object.</param>
/// <param name="inner">The definition.</param>
internal sealed class InnerMapDefinition(BpfObjectSpec spec, MapSpec inner)
{
    /// <summary>Makes a map.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public LoadedMap Create()
    {
        using ObjectBtf btf = ObjectBtf.Load(spec);
        using var kernel = new KernelTypes();
        return new MapCreator(btf, kernel, Syscalls.CapabilitySet.Bpf).Create(inner);
    }

    /// <summary>Says what is in the keys and values of a map.</summary>
    public void Describe(LoadedMap map)
    {
        map.KeyPadding = Padding.Of(spec.Types, inner.KeyTypeId);
        map.ValuePadding = Padding.Of(spec.Types, inner.ValueTypeId);
    }
}
