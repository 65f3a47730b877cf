using System.Collections.Immutable;
using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>
/// Fills in what compilers leave to the loader: the sizes of the data sections and the places of their variables, and the externs, which
/// the kernel only takes as if they were defined. Ids stay what they are.
/// </summary>
internal sealed class BtfCompletion
{
    private const uint ExternSize = sizeof(int);

    private readonly ElfObject _elf;
    private readonly BtfTypes _types;
    private readonly BtfBuilder _builder;
    private readonly Dictionary<string, ElfSymbol> _symbols = [];
    private readonly HashSet<string> _hiddenFunctions = [];
    private uint? _integer;
    private uint? _dummyVariable;

    private BtfCompletion(BtfTypes types, ElfObject elf)
    {
        (_types, _elf) = (types, elf);
        _builder = BtfBuilder.From(types);
        foreach (var symbol in elf.Symbols)
        {
            if (symbol.Binding == ElfSymbolBinding.Local)
                continue;
            if (symbol.Type == ElfSymbolType.Function && IsHidden(symbol))
                _hiddenFunctions.Add(symbol.Name);
            else if (symbol.Type != ElfSymbolType.Function)
                _symbols.TryAdd(symbol.Name, symbol);
        }
    }

    public static BtfTypes Complete(BtfTypes types, ElfObject elf)
    {
        if (types.Count == 1)
            return types;

        var completion = new BtfCompletion(types, elf);
        foreach (var (id, type) in types.All())
            completion.Complete(id, type);
        return completion._builder.Build();
    }

    private void Complete(uint id, BtfType type)
    {
        switch (type)
        {
            case BtfFunction { Linkage: BtfFunctionLinkage.Global } function when _hiddenFunctions.Contains(function.Name):
                // The verifier then sees the function together with its callers, as libbpf has it.
                _builder.Set(id, function with { Linkage = BtfFunctionLinkage.Static });
                break;
            case BtfDataSection { Name: ".ksyms" } section:
                CompleteExterns(id, section);
                break;
            case BtfDataSection { Name: ".kconfig" } section:
                CompleteConfiguration(id, section);
                break;
            case BtfDataSection section:
                CompleteVariables(id, section);
                break;
        }
    }

    private void CompleteVariables(uint id, BtfDataSection section)
    {
        if (section.Entries.Select(entry => _types[entry.Type]).OfType<BtfVariable>()
            .FirstOrDefault(variable => variable.Linkage == BtfVariableLinkage.External) is { } external)
        {
            throw Problem(section, $"holds {external.Name}, which another object defines: link the two first (bpftool gen object)");
        }

        uint size = section.Size != 0
            ? section.Size
            : (uint)(_elf.FindSection(section.Name)?.Size ?? throw Problem(section, "is in no section of the object"));
        var entries = section.Entries.ToBuilder();
        for (int i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (_types[entry.Type] is not BtfVariable variable)
                throw Problem(section, "holds what is no variable");
            if (variable.Linkage != BtfVariableLinkage.Global)
                continue;
            if (!_symbols.TryGetValue(variable.Name, out var symbol))
                throw Problem(section, $"holds {variable.Name}, which has no symbol");
            if (section.Size == 0)
                entries[i] = entry with { Offset = (uint)symbol.Value };
            if (IsHidden(symbol))
                _builder.Set(entry.Type, variable with { Linkage = BtfVariableLinkage.Static });
        }

        entries.Sort((left, right) => left.Offset.CompareTo(right.Offset));
        _builder.Set(id, section with { Size = size, Entries = entries.ToImmutable() });
    }

    /// <summary>Kernel symbols become integers in a row: the kernel wants variables with a size, and never looks at them.</summary>
    private void CompleteExterns(uint id, BtfDataSection section)
    {
        var entries = ImmutableArray.CreateBuilder<BtfDataSectionEntry>(section.Entries.Length);
        foreach (var entry in section.Entries)
        {
            uint offset = (uint)entries.Count * ExternSize;
            switch (_types[entry.Type])
            {
                case BtfFunction function:
                    _builder.Set(entry.Type, function with { Linkage = BtfFunctionLinkage.Global });
                    NameParameters(function.Prototype);
                    entries.Add(new BtfDataSectionEntry(DummyVariable, offset, ExternSize));
                    break;
                case BtfVariable variable:
                    _builder.Set(entry.Type, variable with { Type = Integer, Linkage = BtfVariableLinkage.Global });
                    entries.Add(new BtfDataSectionEntry(entry.Type, offset, ExternSize));
                    break;
                default:
                    throw Problem(section, "holds what is no variable or function");
            }
        }

        _builder.Set(id, section with { Size = (uint)entries.Count * ExternSize, Entries = entries.MoveToImmutable() });
    }

    private void CompleteConfiguration(uint id, BtfDataSection section)
    {
        var entries = section.Entries.Select(entry => entry with { Size = _types.SizeOf(entry.Type) })
            .OrderByDescending(entry => entry.Size)
            .ToArray();
        uint end = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            if (_types[entries[i].Type] is not BtfVariable variable)
                throw Problem(section, "holds what is no variable");
            // Widest first, so that each is aligned; strings take a multiple of 8 of their own.
            entries[i] = entries[i] with { Offset = end };
            end += AlignUp(entries[i].Size);
            _builder.Set(entries[i].Type, variable with { Linkage = BtfVariableLinkage.Global });
        }

        _builder.Set(id, section with { Size = end, Entries = [.. entries] });
    }

    private void NameParameters(uint prototypeId)
    {
        if (_types[prototypeId] is not BtfFunctionPrototype prototype)
            return;
        var parameters = prototype.Parameters
            .Select((parameter, index) => parameter is { Name: "", Type: not 0 } ? parameter with { Name = $"a{index}" } : parameter);
        _builder.Set(prototypeId, prototype with { Parameters = [.. parameters] });
    }

    private uint Integer => _integer ??=
        _types.All().Where(entry => entry.Type is BtfInt { Size: ExternSize }).Select(entry => (uint?)entry.Id).FirstOrDefault()
        ?? _builder.Add(new BtfInt("int", ExternSize, BtfIntEncoding.Signed));

    private uint DummyVariable => _dummyVariable ??= _builder.Add(new BtfVariable("dummy_ksym", Integer, BtfVariableLinkage.Global));

    private static uint AlignUp(uint size) => (size + 7) & ~7u;

    private static bool IsHidden(ElfSymbol symbol) => symbol.Visibility is ElfSymbolVisibility.Hidden or ElfSymbolVisibility.Internal;

    private static ObjectFormatException Problem(BtfDataSection section, string problem) =>
        new($"the data section {section.Name} {problem}", 0, ".BTF");
}
