using System.Collections.Immutable;
using CsBpf.Object;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;

namespace CsBpf.Reading;

/// <summary>Cuts the sections of instructions into functions, each with its part of what <c>.BTF.ext</c> says.</summary>
internal static class FunctionReader
{
    /// <exception cref="ObjectFormatException">A function is outside of its section, or its instructions are none.</exception>
    public static void Read(ElfObject elf, BtfExtension extension, ObjectSymbols symbols)
    {
        foreach (var section in elf.Sections)
        {
            if (section.Type == ElfSectionType.ProgramBits && section.Flags.HasFlag(ElfSectionFlags.Execute))
                ReadSection(elf, section, extension, symbols);
        }
    }

    private static void ReadSection(ElfObject elf, ElfSection section, BtfExtension extension, ObjectSymbols symbols)
    {
        var functions = RecordsOf(extension.Functions, section);
        var lines = RecordsOf(extension.Lines, section);
        var coreRelocations = RecordsOf(extension.CoreRelocations, section);

        foreach (var symbol in elf.Symbols)
        {
            if (symbol.SectionIndex != section.Index || symbol.Type != ElfSymbolType.Function)
                continue;

            var code = Slice(section, symbol);
            bool IsInside(ulong offset) => offset >= symbol.Value && offset < symbol.Value + symbol.Size;
            int Slot(ulong offset) => (int)((offset - symbol.Value) / BpfInstruction.SlotSize);

            var function = new FunctionSpec
            {
                Name = symbol.Name,
                Instructions = InstructionCodec.DecodeAny(code.Span, elf.IsBigEndian, section.Name),
                Slots = code.Length / BpfInstruction.SlotSize,
                TypeId = functions.FirstOrDefault(info => info.InstructionOffset == symbol.Value).TypeId,
                Lines =
                [
                    .. lines.Where(line => IsInside(line.InstructionOffset))
                        .Select(line => new LineSpec(Slot(line.InstructionOffset), line)),
                ],
                CoreRelocations =
                [
                    .. coreRelocations.Where(relocation => IsInside(relocation.InstructionOffset))
                        .Select(relocation => new CoreRelocationSpec(Slot(relocation.InstructionOffset), relocation)),
                ],
            };
            symbols.AddFunction(
                new FunctionPlace(function, symbol, [.. section.Relocations.Where(relocation => IsInside(relocation.Offset))]));
        }
    }

    private static ImmutableArray<T> RecordsOf<T>(ImmutableArray<BtfSectionInfo<T>> sections, ElfSection section)
    {
        foreach (var info in sections)
        {
            if (info.Section == section.Name)
                return info.Records;
        }

        return [];
    }

    private static ReadOnlyMemory<byte> Slice(ElfSection section, ElfSymbol symbol)
    {
        if (symbol.Size == 0 || symbol.Value > section.Size || symbol.Size > section.Size - symbol.Value)
            throw new ObjectFormatException(
                $"the function {symbol.Name} of {symbol.Size} bytes is not in its section", (long)symbol.Value, section.Name);
        if (symbol.Value % BpfInstruction.SlotSize != 0 || symbol.Size % BpfInstruction.SlotSize != 0)
            throw new ObjectFormatException(
                $"the function {symbol.Name} is not made of whole instructions", (long)symbol.Value, section.Name);
        return section.Data.Slice((int)symbol.Value, (int)symbol.Size);
    }
}
