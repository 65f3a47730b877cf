using System.Collections.Immutable;
using CsBpf.Object;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;

namespace CsBpf.Reading;

/// <summary>Finds what the instructions of a function refer to.</summary>
internal sealed class RelocationReader
{
    private readonly ElfObject _elf;
    private readonly FunctionPlace _place;
    private readonly ObjectSymbols _symbols;
    private readonly ElfSection _section;

    private RelocationReader(ElfObject elf, FunctionPlace place, ObjectSymbols symbols)
    {
        (_elf, _place, _symbols) = (elf, place, symbols);
        _section = elf.Sections[place.Symbol.SectionIndex];
    }

    /// <exception cref="ObjectFormatException">A relocation refers to what an instruction cannot use.</exception>
    public static void Read(ElfObject elf, FunctionPlace place, ObjectSymbols symbols) =>
        place.Function.Relocations = new RelocationReader(elf, place, symbols).Read();

    private ImmutableArray<CodeRelocation> Read()
    {
        var byOffset = new Dictionary<ulong, ElfRelocation>();
        foreach (var relocation in _place.Relocations)
            byOffset.TryAdd(relocation.Offset, relocation);

        var result = ImmutableArray.CreateBuilder<CodeRelocation>();
        int slot = 0;
        foreach (var instruction in _place.Function.Instructions)
        {
            ulong offset = _place.Symbol.Value + ((ulong)slot * BpfInstruction.SlotSize);
            if (byOffset.Remove(offset, out var relocation))
                result.Add(Resolve(slot, instruction, relocation));
            else if (instruction is { IsCall: true, CallTarget: CallTarget.Function })
                result.Add(ResolveLocalCall(slot, instruction, offset));
            slot += instruction.Slots;
        }

        foreach (var (offset, relocation) in byOffset)
        {
            if (relocation.Type != ElfRelocationType.None)
                throw Problem(offset, $"the relocation against {NameOf(relocation.Symbol)} is inside of an instruction");
        }

        return result.DrainToImmutable();
    }

    private CodeRelocation Resolve(int slot, BpfInstruction instruction, ElfRelocation relocation)
    {
        var symbol = relocation.Symbol;
        if (!instruction.IsCall && !instruction.IsWideLoad)
            throw Problem(relocation.Offset, $"the relocation against {NameOf(symbol)} is on an instruction that takes none");

        if (symbol.IsUndefined)
            return ResolveExtern(slot, instruction, relocation);
        if (symbol.SectionIndex < 0)
            throw Problem(
                relocation.Offset,
                $"{NameOf(symbol)} has no place; a global variable without an initial value is declared static or given one");

        if (instruction.IsCall)
            return new FunctionRelocation(
                slot, FindFunction(relocation, symbol.Value + ((ulong)(instruction.Immediate + 1) * BpfInstruction.SlotSize)));
        if (_elf.Sections[symbol.SectionIndex].Flags.HasFlag(ElfSectionFlags.Execute))
            return new FunctionRelocation(slot, FindFunction(relocation, symbol.Value + (ulong)instruction.Immediate));
        if (_symbols.FindDataSection(symbol.SectionIndex) is { } data)
            return new MapValueRelocation(slot, data, (uint)(symbol.Value + (ulong)instruction.Immediate));
        if (_symbols.FindMap(symbol.SectionIndex, symbol.Value) is { } map)
            return new MapRelocation(slot, map);

        throw Problem(relocation.Offset, $"{NameOf(symbol)} is neither a map, nor a function, nor a global variable");
    }

    private CodeRelocation ResolveExtern(int slot, BpfInstruction instruction, ElfRelocation relocation)
    {
        string name = relocation.Symbol.Name;
        if (_symbols.FindConfiguration(name) is var (map, offset))
            return new MapValueRelocation(slot, map, offset + (uint)instruction.Immediate);
        if (_symbols.FindExtern(name) is not { } spec)
            throw Problem(relocation.Offset, $"{NameOf(relocation.Symbol)} is not defined");
        if (instruction.IsCall && spec.Kind != ExternKind.Function)
            throw Problem(relocation.Offset, $"{name} is called and is no function");
        return new ExternRelocation(slot, spec);
    }

    /// <summary>A call within a section has no relocation: its distance is right already, until the functions are put elsewhere.</summary>
    private FunctionRelocation ResolveLocalCall(int slot, BpfInstruction instruction, ulong offset)
    {
        ulong target = offset + ((ulong)(instruction.Immediate + 1) * BpfInstruction.SlotSize);
        return _symbols.FindFunction(_section.Index, target) is { } function
            ? new FunctionRelocation(slot, function)
            : throw Problem(offset, "a call goes to where no function starts");
    }

    private FunctionSpec FindFunction(ElfRelocation relocation, ulong target) =>
        _symbols.FindFunction(relocation.Symbol.SectionIndex, target)
        ?? throw Problem(
            relocation.Offset, $"{NameOf(relocation.Symbol)}, 0x{target:x} bytes into its section, is where no function starts");

    private string NameOf(ElfSymbol symbol) => symbol.Name.Length != 0 ? symbol.Name
        : symbol.SectionIndex > 0 ? _elf.Sections[symbol.SectionIndex].Name
        : "a symbol without a name";

    private ObjectFormatException Problem(ulong offset, string problem) => new(problem, (long)offset, _section.Name);
}
