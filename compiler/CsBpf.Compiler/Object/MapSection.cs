using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Object;

/// <summary>The section that BTF-defined maps are in. Its bytes are zeroes: BTF says everything.</summary>
internal static class MapSection
{
    /// <summary>The name.</summary>
    public const string Name = ".maps";

    /// <summary>The size of a member of a definition, a pointer.</summary>
    public const int MemberSize = 8;

    /// <summary>The size of a map in the section, in bytes: a pointer for each member of its definition, and for each slot up to the last that is filled.</summary>
    public static int SizeOf(MapDefinition map) => SlotOffset(map, map.Slots.Select(slot => slot.Index + 1).DefaultIfEmpty().Max());

    /// <summary>Where a slot is in the map, in bytes: behind the definition.</summary>
    public static int SlotOffset(MapDefinition map, int index) => MemberSize * (1 + SidesOf(map) + map.Numbers.Length + index);

    private static int SidesOf(MapDefinition map) =>
        (map.KeyType != 0 || map.KeySize != 0 ? 1 : 0) + (map.ValueType != 0 || map.ValueSize != 0 ? 1 : 0);
}
