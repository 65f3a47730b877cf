using CsBpf.Object;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>Reads what maps of maps and maps of programs hold from the start: the relocations in <c>.maps</c>.</summary>
internal static class MapSlotReader
{
    private const int PointerSize = 8;

    /// <exception cref="ObjectFormatException">A relocation fits no map.</exception>
    public static void Read(ElfObject elf, ObjectSymbols symbols)
    {
        if (elf.FindSection(MapDefinitionReader.Section) is not { } section)
            return;

        foreach (var relocation in section.Relocations)
        {
            var (start, map) = symbols.MapsIn(section.Index).LastOrDefault(entry => entry.Offset <= relocation.Offset);
            if (map is null)
                throw new ObjectFormatException(
                    $"the relocation against {relocation.Symbol.Name} is in no map", (long)relocation.Offset, section.Name);

            ulong values = start + (ulong)map.SlotsOffset;
            if (relocation.Offset < values)
                throw new ObjectFormatException($"the map {map.Name} takes no initial values there", (long)relocation.Offset, section.Name);

            uint index = (uint)((relocation.Offset - values) / PointerSize);
            var symbol = relocation.Symbol;
            var slot = new MapSlot(
                index, symbols.FindMap(symbol.SectionIndex, symbol.Value), symbols.FindFunction(symbol.SectionIndex, symbol.Value));
            if (slot is { Map: null, Function: null })
                throw new ObjectFormatException($"{symbol.Name} is neither a map nor a program", (long)relocation.Offset, section.Name);
            map.Slots.Add(slot);
        }
    }
}
