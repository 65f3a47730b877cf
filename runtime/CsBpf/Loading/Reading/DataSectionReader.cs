using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>Reads the sections of global variables: each becomes an array of one value that is the section.</summary>
internal static class DataSectionReader
{
    /// <summary>The section of variables in the object's arena: they are the first bytes of it.</summary>
    private const string ArenaSection = ".addr_space.1";

    /// <summary>The largest section that a map can hold, in bytes: the kernel's limit of a value.</summary>
    private const ulong MaxSize = int.MaxValue;

    private static readonly (string Name, DataSectionKind Kind)[] Kinds =
    [
        (".data", DataSectionKind.Data),
        (".bss", DataSectionKind.Zeroed),
        (".rodata", DataSectionKind.ReadOnly),
    ];

    /// <exception cref="ObjectFormatException">A section cannot be a map.</exception>
    public static void Read(ElfObject elf, BtfTypes types, string objectName, ObjectSymbols symbols)
    {
        foreach (var section in elf.Sections)
        {
            bool hasData = section is { Type: ElfSectionType.ProgramBits or ElfSectionType.NoBits, Size: not 0 };
            if (!hasData || Classify(section.Name) is not { } kind)
                continue;
            var map = Create(types, objectName, section.Name, kind, (uint)Checked(section), section.Data.Span, elf);
            symbols.AddDataSection(section.Index, map);
        }

        if (elf.FindSection(ArenaSection) is { Size: not 0 } arena &&
            symbols.Maps.FirstOrDefault(map => map.Type == BpfMapType.Arena) is { } owner)
        {
            owner.Data = arena.Data.ToArray();
            symbols.AddArenaSection(arena.Index, owner);
        }

        if (types.FindByName(".kconfig", BtfKind.DataSection) is { } id && types[id] is BtfDataSection { Size: not 0 } configuration)
            symbols.AddConfiguration(
                Create(types, objectName, ".kconfig", DataSectionKind.KernelConfiguration, configuration.Size, [], elf));
    }

    private static DataSectionKind? Classify(string name)
    {
        foreach (var (prefix, kind) in Kinds)
        {
            if (name == prefix || (name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length] == '.'))
                return kind;
        }

        return null;
    }

    private static ulong Checked(ElfSection section) => section.Size <= MaxSize
        ? section.Size
        : throw new ObjectFormatException($"the section has {section.Size} bytes, more than a map can hold", 0, section.Name);

    private static MapSpec Create(
        BtfTypes types, string objectName, string name, DataSectionKind kind, uint size, ReadOnlySpan<byte> contents, ElfObject elf)
    {
        uint? typeId = types.FindByName(name, BtfKind.DataSection);
        byte[] data = new byte[size];
        contents.CopyTo(data);

        var flags = BpfMapFlags.None;
        if (kind is DataSectionKind.ReadOnly or DataSectionKind.KernelConfiguration)
            flags |= BpfMapFlags.ReadOnlyProgram;
        if (typeId is { } id && IsMmapable(types, id))
            flags |= BpfMapFlags.Mmapable;

        return new MapSpec(name, BpfMapType.Array)
        {
            KeySize = sizeof(int),
            ValueSize = size,
            MaxEntries = 1,
            Flags = flags,
            ValueTypeId = typeId ?? 0,
            Section = kind,
            Data = data,
            KernelName = KernelName(objectName, name),
            Variables = typeId is { } known ? [.. ReadVariables(types, known, size)] : [],
            Configuration = kind == DataSectionKind.KernelConfiguration ? [.. ReadConfiguration(elf, types, typeId!.Value)] : [],
        };
    }

    private static IEnumerable<GlobalSpec> ReadVariables(BtfTypes types, uint sectionId, uint sectionSize)
    {
        foreach (var entry in ((BtfDataSection)types[sectionId]).Entries)
        {
            if ((ulong)entry.Offset + entry.Size > sectionSize)
                throw new ObjectFormatException(
                    $"the variable {types.NameOf(entry.Type)} is outside of its section", entry.Offset, types.NameOf(sectionId));
            yield return new GlobalSpec(types.NameOf(entry.Type), entry.Offset, entry.Size);
        }
    }

    private static IEnumerable<ConfigurationVariable> ReadConfiguration(ElfObject elf, BtfTypes types, uint sectionId)
    {
        foreach (var entry in ((BtfDataSection)types[sectionId]).Entries)
        {
            var variable = (BtfVariable)types[entry.Type];
            bool isWeak = elf.Symbols.Any(
                symbol => symbol.IsUndefined && symbol.Name == variable.Name && symbol.Binding == ElfSymbolBinding.Weak);
            var shape = ShapeOf(types, variable.Type)
                ?? throw new ObjectFormatException($"{variable.Name} has a type that no configuration value has", entry.Offset, ".kconfig");
            yield return new ConfigurationVariable(variable.Name, entry.Offset, entry.Size, shape, isWeak);
        }
    }

    private static ConfigurationShape? ShapeOf(BtfTypes types, uint typeId) => types[types.ResolveQualifiers(typeId)] switch
    {
        BtfInt { Size: 1 } flag when flag.Encoding.HasFlag(BtfIntEncoding.Bool) => ConfigurationShape.Boolean,
        BtfInt { Size: 1 } => ConfigurationShape.Character,
        BtfInt { Size: <= 8 } => ConfigurationShape.Number,
        BtfEnum { Name: "libbpf_tristate" } => ConfigurationShape.Tristate,
        BtfArray { Length: not 0 } array when ShapeOf(types, array.Element) == ConfigurationShape.Character => ConfigurationShape.Text,
        _ => null,
    };

    /// <summary>A section of nothing but static variables may hold what user space must not map: locks and kernel pointers.</summary>
    private static bool IsMmapable(BtfTypes types, uint sectionId) =>
        ((BtfDataSection)types[sectionId]).Entries.Any(
            entry => types[entry.Type] is BtfVariable { Linkage: not BtfVariableLinkage.Static });

    /// <summary>
    /// As libbpf names these maps: the object's name, cut so short that the longest of the usual sections fits, and the section's; a
    /// section's own name where it has two parts.
    /// </summary>
    private static string KernelName(string objectName, string section)
    {
        const int nameLength = 15, usualLength = 7;
        if (section.IndexOf('.', 1) > 0)
            return section;
        int dot = objectName.IndexOf('.');
        string stem = dot < 0 ? objectName : objectName[..dot];
        return stem[..Math.Min(stem.Length, nameLength - Math.Max(section.Length, usualLength))] + section;
    }
}
