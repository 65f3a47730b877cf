using System.Collections.Immutable;
using System.Text;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Object;

/// <summary>Writes a module and its code as an object file, in the shape that clang gives and libbpf takes.</summary>
public sealed class ObjectWriter
{
    private const ElfSectionFlags CodeFlags = ElfSectionFlags.Allocate | ElfSectionFlags.Execute;
    private const ElfSectionFlags DataFlags = ElfSectionFlags.Allocate | ElfSectionFlags.Write;

    private readonly BpfModule _module;
    private readonly ImmutableArray<ProgramSection> _programs;
    private readonly ImmutableArray<DataSection> _data;
    private readonly ImmutableArray<KernelFunction> _kernelFunctions;
    private readonly ElfWriter _elf = new();
    private readonly Dictionary<object, ElfSymbol> _symbols = [];
    private readonly Dictionary<string, ElfSymbol> _kernelSymbols = [];

    private ObjectWriter(BpfModule module, ImmutableArray<FunctionCode> code)
    {
        _module = module;
        _programs = ProgramSection.Arrange(code);
        _data = DataSection.Arrange(module.Globals);
        _kernelFunctions = FindKernelFunctions(code);
    }

    /// <summary>Writes an object file; the same bytes for the same module and code.</summary>
    /// <param name="module">The module.</param>
    /// <param name="code">The code of its functions.</param>
    public static byte[] Write(BpfModule module, ImmutableArray<FunctionCode> code)
    {
        var writer = new ObjectWriter(module, code);
        ImmutableArray<int> programs = [.. writer._programs.Select(writer.AddProgramSection)];
        writer.AddLicense();
        writer.AddMaps();
        foreach (DataSection section in writer._data)
            writer.AddDataSection(section);
        writer.AddKernelFunctions();
        writer.AddTypes();
        for (int i = 0; i < programs.Length; i++)
            writer.AddRelocations(writer._programs[i], programs[i]);
        return writer._elf.ToBytes();
    }

    /// <summary>The kernel functions that the code names, each once; one that is asked for anywhere may be missing everywhere.</summary>
    private static ImmutableArray<KernelFunction> FindKernelFunctions(ImmutableArray<FunctionCode> code) =>
    [
        .. code.SelectMany(function => function.Symbols).Select(use => use.Symbol).OfType<KernelFunction>()
            .GroupBy(kfunc => kfunc.Name).Select(group => group.First() with { IsWeak = group.Any(kfunc => kfunc.IsWeak) }),
    ];

    private int AddProgramSection(ProgramSection section)
    {
        int index = _elf.AddSection(section.Name, Encode(section), CodeFlags, BpfInstruction.SlotSize);
        bool isText = section.Name == ProgramSection.TextName;
        ElfSymbol? start = isText ? _elf.AddSymbol(new("", index, Type: ElfSymbolType.Section)) : null;
        foreach ((FunctionCode code, int slot) in section.Functions)
        {
            ElfSymbol symbol = _elf.AddSymbol(new(
                code.Function.Name,
                index,
                (ulong)(slot * BpfInstruction.SlotSize),
                (ulong)(code.Slots * BpfInstruction.SlotSize),
                isText && !code.Function.IsGlobal ? ElfSymbolBinding.Local : ElfSymbolBinding.Global,
                ElfSymbolType.Function));

            // Loaders know functions that are no programs by their section and the distance in the call.
            _symbols.Add(code.Function, start ?? symbol);
        }

        return index;
    }

    private byte[] Encode(ProgramSection section)
    {
        List<BpfInstruction> instructions = [];
        foreach ((FunctionCode code, _) in section.Functions)
        {
            BpfInstruction[] encoded = [.. code.Instructions];
            foreach (SymbolUse use in code.Symbols)
            {
                if (use.Symbol is not Function callee)
                    continue;
                BpfInstruction instruction = encoded[use.Instruction];
                int start = StartInText(callee);
                encoded[use.Instruction] = instruction.IsCall
                    ? BpfInstruction.CallFunction(start - 1)
                    : BpfInstruction.LoadImmediate64(instruction.Destination, start * BpfInstruction.SlotSize);
            }

            instructions.AddRange(encoded);
        }

        return InstructionCodec.Encode(instructions.ToArray());
    }

    private int StartInText(Function function) => _programs.SelectMany(section => section.Functions).First(placed => placed.Code.Function == function).Start;

    private void AddLicense()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(_module.License), 0];
        int index = _elf.AddSection("license", text, DataFlags);
        _elf.AddSymbol(new("_license", index, 0, (ulong)text.Length, ElfSymbolBinding.Global, ElfSymbolType.Object));
    }

    private void AddMaps()
    {
        if (_module.Maps.Count == 0)
            return;
        int index = _elf.AddSection(MapSection.Name, new byte[_module.Maps.Sum(MapSection.SizeOf)], DataFlags, MapSection.MemberSize);
        int offset = 0;
        foreach (MapDefinition map in _module.Maps)
        {
            int size = MapSection.SizeOf(map);
            _symbols.Add(map, _elf.AddSymbol(new(map.Name, index, (ulong)offset, (ulong)size, ElfSymbolBinding.Global, ElfSymbolType.Object)));
            offset += size;
        }

        AddSlots(index);
    }

    private void AddSlots(int section)
    {
        int start = 0;
        foreach (MapDefinition map in _module.Maps)
        {
            foreach (MapSlot slot in map.Slots)
                _elf.AddRelocation(section, new((ulong)(start + MapSection.SlotOffset(map, slot.Index)), ElfRelocationType.BpfAbsolute64, _symbols[slot.Content]));
            start += MapSection.SizeOf(map);
        }
    }

    private void AddDataSection(DataSection section)
    {
        int index = section.Section == GlobalSection.ZeroedData
            ? _elf.AddZeros(section.Name, (ulong)section.Size, DataFlags, (ulong)section.Alignment)
            : _elf.AddSection(
                section.Name,
                section.ToBytes(),
                section.Section == GlobalSection.ReadOnlyData ? ElfSectionFlags.Allocate : DataFlags,
                (ulong)section.Alignment);
        foreach ((GlobalVariable variable, int offset) in section.Variables)
        {
            ElfSymbolBinding binding = variable.IsPrivate ? ElfSymbolBinding.Local : ElfSymbolBinding.Global;
            ElfSymbol symbol = _elf.AddSymbol(new(
                variable.Name, index, (ulong)offset, (ulong)variable.Initial.Length, binding, ElfSymbolType.Object));
            _symbols.Add(variable, symbol);
        }
    }

    private void AddKernelFunctions()
    {
        foreach (KernelFunction kfunc in _kernelFunctions)
        {
            ElfSymbolBinding binding = kfunc.IsWeak ? ElfSymbolBinding.Weak : ElfSymbolBinding.Global;
            _kernelSymbols.Add(kfunc.Name, _elf.AddSymbol(new(kfunc.Name, ElfSymbol.Undefined, Binding: binding)));
        }
    }

    private void AddTypes()
    {
        ObjectTypes types = ObjectTypes.Describe(_module, _data, _kernelFunctions);

        // The strings of .BTF.ext are in .BTF, which is therefore written last.
        byte[] extension = new ObjectExtension(_module.Sources, types).Describe(_programs).ToBytes(types.Types);
        _elf.AddSection(".BTF", types.Types.ToBytes(), alignment: 4);
        // One that says nothing is no valid one to libbpf.
        if (!_programs.IsEmpty)
            _elf.AddSection(".BTF.ext", extension, alignment: 4);
    }

    private void AddRelocations(ProgramSection section, int index)
    {
        foreach ((FunctionCode code, int start) in section.Functions)
        {
            int[] slots = ProgramSection.SlotsOf(code);
            foreach (SymbolUse use in code.Symbols)
            {
                ElfSymbol symbol = use.Symbol is KernelFunction kfunc ? _kernelSymbols[kfunc.Name] : _symbols[use.Symbol];
                ElfRelocationType type = code.Instructions[use.Instruction].IsCall ? ElfRelocationType.Bpf64To32 : ElfRelocationType.Bpf64To64;
                _elf.AddRelocation(index, new((ulong)((start + slots[use.Instruction]) * BpfInstruction.SlotSize), type, symbol));
            }
        }
    }
}
