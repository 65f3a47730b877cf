using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>Reads the variables that are structs of functions for the kernel to call: each becomes a map.</summary>
internal static class StructOpsReader
{
    private const string Section = ".struct_ops";
    private const string LinkSection = ".struct_ops.link";

    /// <exception cref="ObjectFormatException">A variable is no struct, or points to what is no function.</exception>
    public static void Read(ElfObject elf, BtfTypes types, ObjectSymbols symbols)
    {
        foreach (var section in elf.Sections)
        {
            if (section.Name.TrimStart('?') is Section or LinkSection && types.FindByName(section.Name, BtfKind.DataSection) is { } id)
                ReadSection(section, types, (BtfDataSection)types[id], symbols);
        }
    }

    private static void ReadSection(ElfSection section, BtfTypes types, BtfDataSection variables, ObjectSymbols symbols)
    {
        foreach (var entry in variables.Entries)
        {
            var variable = (BtfVariable)types[entry.Type];
            if (types[types.ResolveQualifiers(variable.Type)] is not BtfStruct type)
                throw new ObjectFormatException($"the variable {variable.Name} is no struct", entry.Offset, section.Name);

            var operations = new StructOpsSpec(
                BtfName.WithoutFlavor(type.Name), section.Name.EndsWith(LinkSection, StringComparison.Ordinal));
            foreach (var relocation in section.Relocations)
            {
                if (relocation.Offset < entry.Offset || relocation.Offset >= (ulong)entry.Offset + type.Size)
                    continue;
                string member = MemberAt(type, relocation.Offset - entry.Offset, section);
                operations.Programs[member] = FunctionOf(relocation, section, symbols);
            }

            symbols.AddMap(section.Index, entry.Offset, new MapSpec(variable.Name, BpfMapType.StructOps)
            {
                KernelName = variable.Name,
                KeySize = sizeof(int),
                ValueSize = type.Size,
                MaxEntries = 1,
                StructOps = operations,
                AutoCreate = section.Name[0] != '?',
            });
        }
    }

    private static string MemberAt(BtfStruct type, ulong offset, ElfSection section)
    {
        foreach (var member in type.Members)
        {
            if (member.BitOffset == offset * 8)
                return member.Name;
        }

        throw new ObjectFormatException($"{type.Name} has no member {offset} bytes from its start", (long)offset, section.Name);
    }

    private static FunctionSpec FunctionOf(ElfRelocation relocation, ElfSection section, ObjectSymbols symbols) =>
        symbols.FindFunction(relocation.Symbol.SectionIndex, relocation.Symbol.Value)
        ?? throw new ObjectFormatException($"{relocation.Symbol.Name} is no function", (long)relocation.Offset, section.Name);
}
