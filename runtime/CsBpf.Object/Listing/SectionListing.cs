using System.Collections.Immutable;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;

namespace CsBpf.Object.Listing;

/// <summary>The listing of one section of code.</summary>
internal sealed class SectionListing
{
    private readonly ElfSection _section;
    private readonly BtfTypes _types;
    private readonly ImmutableArray<BpfInstruction> _instructions;
    private readonly SectionNames _names;
    private readonly ILookup<int, BtfLineInfo> _lines;
    private readonly ILookup<int, CoreRelocation> _coreRelocations;

    public SectionListing(ElfObject elf, ElfSection section, BtfTypes types, BtfExtension extension)
    {
        _section = section;
        _types = types;
        _instructions = InstructionCodec.Decode(section.Data.Span, elf.IsBigEndian, section.Name);
        _names = new SectionNames(elf, section, _instructions);
        _lines = RecordsOf(extension.Lines).ToLookup(line => SlotOf(line.InstructionOffset));
        _coreRelocations = RecordsOf(extension.CoreRelocations).ToLookup(relocation => SlotOf(relocation.InstructionOffset));
    }

    public void Print(TextWriter output)
    {
        output.Write($"section {_section.Name}\n");
        int slot = 0;
        string source = "";
        foreach (var instruction in _instructions)
        {
            foreach (string function in _names.FunctionsAt(slot))
                output.Write($"\n{function}:\n");
            if (_names.LabelAt(slot) is { } label)
                output.Write($"{label}:\n");
            foreach (var line in _lines[slot])
                PrintSource(line, output, ref source);
            string text = InstructionPrinter.Print(instruction, slot, _names);
            string core = string.Join(", ", _coreRelocations[slot].Select(relocation => CoreAccessText.Of(relocation, _types)));
            output.Write(core.Length == 0 ? $"{slot,6}: {text}\n" : $"{slot,6}: {text,-40} ; {core}\n");
            slot += instruction.Slots;
        }
    }

    /// <summary>Prints a line of source where it is another one than the last.</summary>
    private static void PrintSource(BtfLineInfo line, TextWriter output, ref string last)
    {
        string source = $"       ; {Path.GetFileName(line.File)}:{line.Line}: {line.Text.Trim()}";
        if (source != last)
            output.Write($"{source}\n");
        last = source;
    }

    private IEnumerable<T> RecordsOf<T>(ImmutableArray<BtfSectionInfo<T>> sections) =>
        sections.Where(section => section.Section == _section.Name).SelectMany(section => section.Records);

    private static int SlotOf(uint offset) => (int)(offset / BpfInstruction.SlotSize);
}
