namespace CsBpf.Object.Btf;

/// <summary>Finds the definitions of declarations (<c>struct foo;</c>).</summary>
internal static class BtfDeclarations
{
    /// <summary>The types of one tag: those that declare it and those that define it.</summary>
    private sealed record Tagged(List<uint> Declarations, List<uint> Definitions);

    /// <summary>Finds the definition of each declaration, if all definitions of its tag are equal.</summary>
    /// <returns>For each type itself or its definition, and the class of each type.</returns>
    public static (uint[] Definitions, uint[] Classes) Resolve(BtfTypes types)
    {
        var tags = FindTags(types);
        uint[] themselves = Definitions(types, []);
        if (tags.Count == 0)
            return (themselves, BtfClasses.Refine(types, themselves));

        // Definitions may differ only in seeing others declared or defined. So take it at first that a tag means one type...
        var oneOfTag = new Dictionary<uint, uint>();
        foreach (var tag in tags)
        {
            foreach (uint id in tag.Declarations.Concat(tag.Definitions))
                oneOfTag[id] = tag.Declarations[0];
        }

        uint[] classes = BtfClasses.Refine(types, themselves, id => oneOfTag.TryGetValue(id, out uint one) ? one : null);
        RemoveAmbiguous(tags, classes);

        // ...and then give up the tags whose definitions differ after all.
        while (true)
        {
            uint[] definitions = Definitions(types, tags);
            classes = BtfClasses.Refine(types, definitions);
            if (RemoveAmbiguous(tags, classes) == 0)
                return (definitions, classes);
        }
    }

    /// <summary>The tags that are both declared and defined.</summary>
    private static List<Tagged> FindTags(BtfTypes types)
    {
        var tags = new Dictionary<(BtfKind, string), Tagged>();
        foreach (var (id, type) in types.All(own: true))
        {
            if (TagOf(type) is not { } key)
                continue;

            if (!tags.TryGetValue(key, out var tag))
                tags[key] = tag = new([], []);

            (IsDeclaration(type) ? tag.Declarations : tag.Definitions).Add(id);
        }

        return [.. tags.Values.Where(tag => tag.Declarations.Count != 0 && tag.Definitions.Count != 0)];
    }

    private static (BtfKind, string)? TagOf(BtfType type) => type switch
    {
        { Name: "" } => null,
        BtfStruct => (BtfKind.Struct, type.Name),
        BtfUnion => (BtfKind.Union, type.Name),
        BtfForward forward => (forward.IsUnion ? BtfKind.Union : BtfKind.Struct, type.Name),
        BtfEnum => (BtfKind.Enum, type.Name),
        _ => null,
    };

    private static bool IsDeclaration(BtfType type) => type is BtfForward or BtfEnum { Values.IsEmpty: true };

    private static int RemoveAmbiguous(List<Tagged> tags, uint[] classes) =>
        tags.RemoveAll(tag => tag.Definitions.Exists(id => classes[id] != classes[tag.Definitions[0]]));

    private static uint[] Definitions(BtfTypes types, List<Tagged> tags)
    {
        uint[] definitions = new uint[types.Count];
        for (uint id = 0; id < definitions.Length; id++)
            definitions[id] = id;

        foreach (var tag in tags)
        {
            foreach (uint id in tag.Declarations)
                definitions[id] = tag.Definitions[0];
        }

        return definitions;
    }
}
