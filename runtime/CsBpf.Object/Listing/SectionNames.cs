using System.Collections.Immutable;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;

namespace CsBpf.Object.Listing;

/// <summary>The names that a section's instructions have for what they refer to.</summary>
internal sealed class SectionNames : InstructionNames
{
    private readonly ElfObject _elf;
    private readonly ElfSection _section;
    private readonly ILookup<(int Section, ulong Place), string> _functions;
    private readonly Dictionary<int, string> _labels;
    private readonly Dictionary<int, string> _symbols;

    public SectionNames(ElfObject elf, ElfSection section, ImmutableArray<BpfInstruction> instructions)
    {
        _elf = elf;
        _section = section;
        _functions = elf.Symbols.Where(symbol => symbol.Type == ElfSymbolType.Function)
            .ToLookup(symbol => (symbol.SectionIndex, symbol.Value), symbol => symbol.Name);
        _symbols = NameSymbols(instructions);
        _labels = NameLabels(instructions);
    }

    /// <summary>The functions that start at a slot.</summary>
    public IEnumerable<string> FunctionsAt(int slot) => _functions[(_section.Index, (ulong)slot * BpfInstruction.SlotSize)];

    /// <summary>The label of a slot that a jump goes to.</summary>
    public string? LabelAt(int slot) => _labels.GetValueOrDefault(slot);

    /// <inheritdoc/>
    public override string? Target(int slot) => LabelAt(slot) ?? FunctionsAt(slot).FirstOrDefault();

    /// <inheritdoc/>
    public override string? Helper(int helper) => HelperNames.Find(helper);

    /// <inheritdoc/>
    public override string? Symbol(int slot) => _symbols.GetValueOrDefault(slot);

    private Dictionary<int, string> NameLabels(ImmutableArray<BpfInstruction> instructions)
    {
        var targets = new SortedSet<int>();
        int slot = 0;
        foreach (var instruction in instructions)
        {
            slot += instruction.Slots;
            if (instruction.IsJump)
                targets.Add(slot + instruction.JumpDistance);
        }

        return targets.Index().ToDictionary(target => target.Item, target => $"L{target.Index + 1}");
    }

    private Dictionary<int, string> NameSymbols(ImmutableArray<BpfInstruction> instructions)
    {
        var names = new Dictionary<int, string>();
        var relocations = _section.Relocations.GroupBy(relocation => relocation.Offset).ToDictionary(group => group.Key, group => group.First());
        int slot = 0;
        foreach (var instruction in instructions)
        {
            if (relocations.TryGetValue((ulong)slot * BpfInstruction.SlotSize, out var relocation))
                names[slot] = NameOf(relocation, instruction);
            slot += instruction.Slots;
        }

        return names;
    }

    private string NameOf(ElfRelocation relocation, BpfInstruction instruction)
    {
        var symbol = relocation.Symbol;
        if (_elf.SectionOf(symbol) is not { } section)
            return symbol.Name;

        // The instruction holds what is added to the symbol: slots, less one, for a call, bytes for data.
        long addend = instruction.IsCall ? (instruction.Immediate + 1) * BpfInstruction.SlotSize : instruction.Immediate;
        if (section.Flags.HasFlag(ElfSectionFlags.Execute))
        {
            ulong place = symbol.Type == ElfSymbolType.Section ? symbol.Value + (ulong)addend : symbol.Value;
            return _functions[(section.Index, place)].FirstOrDefault() ?? $"{section.Name}+{place}";
        }

        string name = symbol.Name.Length == 0 ? section.Name : symbol.Name;
        return addend == 0 ? name : $"{name}+{addend}";
    }
}
