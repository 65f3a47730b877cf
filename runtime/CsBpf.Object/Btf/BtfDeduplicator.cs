namespace CsBpf.Object.Btf;

/// <summary>Makes types that are equal one type, and of a declaration the definition it declares.</summary>
/// <remarks>
/// Two types are equal when nothing that can be reached from them differs; cycles do not matter. Variables and sections of
/// data are never equal: each is a place in memory. A declaration becomes the struct, union or enumeration of its name if
/// there is one only. The time grows with the number of types and with the longest way between two of them: made for what a
/// compiler or a linker puts together, not for hostile types.
/// </remarks>
public static class BtfDeduplicator
{
    /// <summary>The types without duplicates, in the order in which each was first there.</summary>
    /// <param name="source">The types; those of its base stay as they are.</param>
    /// <returns>The types, and at the index of each old id its new one.</returns>
    public static (BtfBuilder Types, uint[] Ids) Deduplicate(BtfTypes source)
    {
        var (definitions, classes) = BtfDeclarations.Resolve(source);
        var builder = new BtfBuilder(source.Base);
        var idOfClass = new Dictionary<uint, uint>();
        uint[] ids = new uint[source.Count];
        for (uint id = 0; id < source.Count; id++)
        {
            if (id < source.FirstId)
                ids[id] = id;
            else if (idOfClass.TryGetValue(classes[id], out uint known))
                ids[id] = known;
            else
                ids[id] = idOfClass[classes[id]] = builder.Reserve();
        }

        for (uint id = source.FirstId; id < source.Count; id++)
        {
            if (!builder.IsSet(ids[id]))
                builder.Set(ids[id], source[definitions[id]].MapIds(old => ids[old]));
        }

        return (builder, ids);
    }
}
