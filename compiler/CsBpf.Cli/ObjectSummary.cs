using System.Globalization;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Object.Listing;

namespace CsBpf.Cli;

/// <summary>Tables about the parts of an object file.</summary>
internal static class ObjectSummary
{
    /// <summary>Writes the tables that have rows.</summary>
    /// <param name="output">Where the text goes.</param>
    /// <param name="path">The file.</param>
    /// <param name="elf">Its ELF form.</param>
    /// <param name="spec">What a loader sees in it.</param>
    /// <param name="types">Its types.</param>
    public static void Write(TextWriter output, string path, ElfObject elf, BpfObjectSpec spec, BtfTypes types)
    {
        string order = spec.IsBigEndian ? "big-endian" : "little-endian";
        output.WriteLine($"{path}: BPF object, {order}, license {(spec.License.Length == 0 ? "unknown" : spec.License)}");
        Write(output, "sections", Sections(elf));
        Write(output, "programs", Programs(spec));
        Write(output, "maps", Maps(spec));
        Write(output, "globals", Globals(spec));
        Write(output, "relocations", Relocations(elf));
        Write(output, "CO-RE relocations", CoreRelocations(elf, types));
        Write(output, "types", Types(types));
    }

    private static void Write(TextWriter output, string title, TextTable table)
    {
        if (table.IsEmpty)
            return;

        output.WriteLine();
        output.WriteLine(title);
        table.Write(output);
    }

    private static TextTable Sections(ElfObject elf)
    {
        var table = new TextTable(">index", "name", "type", ">size", "flags");
        foreach (var section in elf.Sections.Where(section => section.Index != 0))
            table.Add(Number(section.Index), section.Name, Name(section.Type), Number(section.Size), section.Flags == 0 ? "" : Name(section.Flags));
        return table;
    }

    private static TextTable Programs(BpfObjectSpec spec)
    {
        var table = new TextTable("name", "section", "type", ">instructions");
        foreach (var program in spec.Programs)
            table.Add(program.Name, program.SectionName, Name(program.Type), Number(program.Instructions.Sum(instruction => instruction.Slots)));
        return table;
    }

    private static TextTable Maps(BpfObjectSpec spec)
    {
        var table = new TextTable("name", "type", ">key", ">value", ">entries", "flags");
        foreach (var map in spec.Maps)
        {
            table.Add(
                map.Name, Name(map.Type), Number(map.KeySize), Number(map.ValueSize), Number(map.MaxEntries), map.Flags == 0 ? "" : Name(map.Flags));
        }

        return table;
    }

    private static TextTable Globals(BpfObjectSpec spec)
    {
        var table = new TextTable("name", "section", ">offset", ">size");
        foreach (var map in spec.Maps)
        {
            foreach (var variable in map.Variables)
                table.Add(variable.Name, map.Name, Number(variable.Offset), Number(variable.Size));
        }

        return table;
    }

    private static TextTable Relocations(ElfObject elf)
    {
        var table = new TextTable("section", ">offset", "type", "symbol");
        foreach (var section in elf.Sections.Where(section => section.Flags.HasFlag(ElfSectionFlags.Allocate)))
        {
            foreach (var relocation in section.Relocations)
            {
                string symbol = relocation.Symbol.Name.Length != 0 ? relocation.Symbol.Name : elf.SectionOf(relocation.Symbol)?.Name ?? "";
                table.Add(section.Name, Number(relocation.Offset), Name(relocation.Type), symbol);
            }
        }

        return table;
    }

    private static TextTable CoreRelocations(ElfObject elf, BtfTypes types)
    {
        var extension = elf.FindSection(".BTF.ext") is { } section ? BtfExtension.Parse(section.Data, types) : BtfExtension.Empty;
        var table = new TextTable("section", ">offset", "access");
        foreach (var (name, relocations) in extension.CoreRelocations)
        {
            foreach (var relocation in relocations)
                table.Add(name, Number(relocation.InstructionOffset), CoreAccessText.Of(relocation, types));
        }

        return table;
    }

    private static TextTable Types(BtfTypes types)
    {
        var table = new TextTable("kind", ">count");
        foreach (var (kind, count) in types.All().CountBy(type => type.Type.Kind).OrderBy(kind => kind.Key))
            table.Add(Name(kind), Number(count));
        return table;
    }

    /// <summary>The name of a value, or of its flags; what has none is in hexadecimal.</summary>
    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString() is var name && (char.IsAsciiDigit(name[0]) || name[0] == '-') ? $"0x{value:x}" : name;

    private static string Number<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
