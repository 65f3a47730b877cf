using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>
/// Reads what the object declares and the kernel defines: functions, variables and addresses. Configuration values are a data section.
/// </summary>
internal sealed class ExternReader
{
    private const string Section = ".ksyms";

    private readonly BtfTypes _types;
    private readonly Dictionary<uint, string> _sections = [];

    private ExternReader(BtfTypes types)
    {
        _types = types;
        foreach (var (_, type) in types.All())
        {
            foreach (var entry in type is BtfDataSection section ? section.Entries : [])
                _sections.TryAdd(entry.Type, type.Name);
        }
    }

    /// <exception cref="ObjectFormatException">An extern is not described in BTF, or is none of the kernel's.</exception>
    public static void Read(ElfObject elf, BtfTypes types, ObjectSymbols symbols)
    {
        ExternReader? reader = null;
        foreach (var symbol in elf.Symbols)
        {
            if (!symbol.IsUndefined || symbol.Name.Length == 0 || symbol.Binding == ElfSymbolBinding.Local ||
                symbols.FindConfiguration(symbol.Name) is not null)
                continue;

            reader ??= new ExternReader(types);
            bool isWeak = symbol.Binding == ElfSymbolBinding.Weak;
            symbols.AddExtern(symbol.Name, reader.Describe(symbol.Name, isWeak));
        }
    }

    private ExternSpec Describe(string symbol, bool isWeak)
    {
        string name = BtfName.WithoutFlavor(symbol);
        foreach (uint id in _types.IdsByName(symbol))
        {
            switch (_types[id])
            {
                case BtfFunction { Linkage: BtfFunctionLinkage.External } function:
                    CheckSection(symbol, id);
                    return new ExternSpec(name, ExternKind.Function, isWeak, function.Prototype);
                case BtfVariable { Linkage: BtfVariableLinkage.External } variable:
                    CheckSection(symbol, id);
                    uint type = _types.ResolveQualifiers(variable.Type);
                    return new ExternSpec(name, type == 0 ? ExternKind.Symbol : ExternKind.Variable, isWeak, type);
            }
        }

        throw Problem(symbol, "is defined nowhere, and BTF has no extern of that name");
    }

    /// <summary>What another object defines has no section, or one that the kernel fills nothing into.</summary>
    private void CheckSection(string symbol, uint id)
    {
        string? section = _sections.GetValueOrDefault(id);
        if (section != Section)
            throw Problem(symbol, $"is not extern in {Section}, so that another object defines it: link the two first (bpftool gen object)");
    }

    private static ObjectFormatException Problem(string symbol, string problem) => new($"{symbol} {problem}", 0, "ELF");
}
