namespace CsBpf.Object.Btf;

/// <summary>Sorts types into classes of equals.</summary>
internal static class BtfClasses
{
    /// <summary>
    /// The class of each type, found by refinement: at first all types are in one class; then, again and again, types stay
    /// together only if they look the same and refer to the same classes, until no class is split any more.
    /// </summary>
    /// <param name="types">The types. Those of the base, variables and sections of data have a class each, which is their id.</param>
    /// <param name="definitions">For each type itself, or the definition to see in its place.</param>
    /// <param name="fixedClassOf">The class, below the number of types, in which references see a type whatever it is; or null.</param>
    public static uint[] Refine(BtfTypes types, uint[] definitions, Func<uint, uint?>? fixedClassOf = null)
    {
        uint[] classes = new uint[types.Count];
        for (int count = 0; ;)
        {
            uint[] refined = new uint[types.Count];
            var known = new Dictionary<BtfType, uint>();
            for (uint id = 0; id < types.Count; id++)
            {
                uint definition = definitions[id];
                if (definition < types.FirstId || types.KindOf(definition) is BtfKind.Variable or BtfKind.DataSection)
                {
                    refined[id] = definition;
                    continue;
                }

                var shape = types[definition].MapIds(old => fixedClassOf?.Invoke(old) ?? classes[definitions[old]]);
                if (!known.TryGetValue(shape, out refined[id]))
                    refined[id] = known[shape] = types.Count + (uint)known.Count;
            }

            if (known.Count == count)
                return refined;

            (classes, count) = (refined, known.Count);
        }
    }
}
