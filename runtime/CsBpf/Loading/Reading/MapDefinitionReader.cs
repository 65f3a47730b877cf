using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>
/// Reads the maps that are declared as variables in <c>.maps</c>: the type of each is the definition, a struct with a member a property.
/// </summary>
internal static class MapDefinitionReader
{
    public const string Section = ".maps";

    /// <exception cref="ObjectFormatException">A definition cannot be understood.</exception>
    public static void Read(ElfObject elf, BtfTypes types, ObjectSymbols symbols)
    {
        if (elf.FindSection("maps") is not null)
            throw new ObjectFormatException(
                "maps are defined in the old way, without BTF, which libbpf does not take since 1.0", 0, "maps");
        if (elf.FindSection(Section) is not { } section)
            return;
        if (types.FindByName(Section, BtfKind.DataSection) is not { } id)
            throw new ObjectFormatException("the maps are not described in BTF", 0, Section);

        foreach (var entry in ((BtfDataSection)types[id]).Entries)
        {
            var variable = (BtfVariable)types[entry.Type];
            if (!IsGlobal(elf, section, variable.Name))
                throw Problem(variable.Name, "is that of a static variable, and maps are not static");
            if (types[types.ResolveQualifiers(variable.Type)] is not BtfStruct definition)
                throw Problem(variable.Name, "is no struct");
            symbols.AddMap(section.Index, entry.Offset, ReadDefinition(types, variable.Name, definition, isInner: false));
        }
    }

    /// <summary>Whether a map can be named by others; hidden ones can within the object, though BTF calls them static then.</summary>
    private static bool IsGlobal(ElfObject elf, ElfSection section, string name) => elf.Symbols.Any(
        symbol => symbol.SectionIndex == section.Index && symbol.Name == name && symbol.Binding != ElfSymbolBinding.Local);

    private static MapSpec ReadDefinition(BtfTypes types, string name, BtfStruct definition, bool isInner)
    {
        var map = new MapSpec(name, BpfMapType.Unspecified) { KernelName = name };
        foreach (var member in definition.Members)
        {
            switch (member.Name)
            {
                case "type":
                    map.Type = (BpfMapType)Number(types, map, member);
                    break;
                case "max_entries":
                    map.MaxEntries = Number(types, map, member);
                    break;
                case "map_flags":
                    map.Flags = (BpfMapFlags)Number(types, map, member);
                    break;
                case "numa_node":
                    map.NumaNode = Number(types, map, member);
                    break;
                case "key_size":
                    map.KeySize = Agree(map, member, map.KeySize, Number(types, map, member));
                    break;
                case "key":
                    map.KeyTypeId = Pointee(types, map, member);
                    map.KeySize = Agree(map, member, map.KeySize, types.SizeOf(map.KeyTypeId));
                    break;
                case "value_size":
                    map.ValueSize = Agree(map, member, map.ValueSize, Number(types, map, member));
                    break;
                case "value":
                    map.ValueTypeId = Pointee(types, map, member);
                    map.ValueSize = Agree(map, member, map.ValueSize, types.SizeOf(map.ValueTypeId));
                    break;
                case "values" when !isInner:
                    map.ValueSize = Agree(map, member, map.ValueSize, sizeof(int));
                    map.InnerMap = ReadInnerMap(types, map, member);
                    map.SlotsOffset = member.BitOffset / 8;
                    break;
                case "pinning" when !isInner:
                    map.IsPinnedByName = Number(types, map, member) switch
                    {
                        0 => false,
                        1 => true,
                        uint other => throw Problem(name, $"has the pinning {other}; 0 (none) and 1 (by name) are known"),
                    };
                    break;
                case "map_extra":
                    map.Extra = WideNumber(types, map, member);
                    break;
                default:
                    throw Problem(name, $"has a member {member.Name} that is not known");
            }
        }

        return map.Type == BpfMapType.Unspecified ? throw Problem(name, "has no type") : map;
    }

    private static MapSpec? ReadInnerMap(BtfTypes types, MapSpec map, BtfMember member)
    {
        if (types[types.ResolveQualifiers(member.Type)] is not BtfArray { Length: 0 } array ||
            types[types.ResolveQualifiers(array.Element)] is not BtfPointer pointer)
        {
            throw Problem(map.Name, "has values that are no array of pointers without a length");
        }

        return types[types.ResolveQualifiers(pointer.Target)] switch
        {
            BtfStruct inner when map.Type is BpfMapType.ArrayOfMaps or BpfMapType.HashOfMaps =>
                ReadDefinition(types, map.Name + ".inner", inner, isInner: true),
            BtfFunctionPrototype when map.Type is BpfMapType.ProgramArray => null,
            _ => throw Problem(map.Name, "has values that are neither maps nor programs, as its type asks for"),
        };
    }

    /// <summary>A number, written as the length of an array: <c>int (*max_entries)[64]</c>.</summary>
    private static uint Number(BtfTypes types, MapSpec map, BtfMember member) =>
        types[types.ResolveQualifiers(member.Type)] is BtfPointer pointer &&
            types[types.ResolveQualifiers(pointer.Target)] is BtfArray array
            ? array.Length
            : throw Problem(map.Name, $"has a member {member.Name} that is no pointer to an array");

    /// <summary>A number of up to 64 bits, also written as the one value of an enumeration.</summary>
    private static ulong WideNumber(BtfTypes types, MapSpec map, BtfMember member) =>
        types[types.ResolveQualifiers(member.Type)] is BtfEnum { Values: [var value] } ? (ulong)value.Value : Number(types, map, member);

    private static uint Pointee(BtfTypes types, MapSpec map, BtfMember member) =>
        types[types.ResolveQualifiers(member.Type)] is BtfPointer pointer
            ? pointer.Target
            : throw Problem(map.Name, $"has a member {member.Name} that is no pointer");

    private static uint Agree(MapSpec map, BtfMember member, uint before, uint now) =>
        before == 0 || before == now
            ? now
            : throw Problem(map.Name, $"says with {member.Name} that the size is {now}, and {before} before");

    private static ObjectFormatException Problem(string map, string problem) =>
        new($"the definition of the map {map} {problem}", 0, Section);
}
