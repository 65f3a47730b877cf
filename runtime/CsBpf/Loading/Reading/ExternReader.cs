using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>
/// Reads what the object declares and the kernel defines: functions, variables and addresses. Configuration values are a data section.
/// </summary>
internal static class ExternReader
{
    /// <exception cref="ObjectFormatException">An extern is not described in BTF.</exception>
    public static void Read(ElfObject elf, BtfTypes types, ObjectSymbols symbols)
    {
        foreach (var symbol in elf.Symbols)
        {
            if (!symbol.IsUndefined || symbol.Name.Length == 0 || symbol.Binding == ElfSymbolBinding.Local ||
                symbols.FindConfiguration(symbol.Name) is not null)
                continue;

            bool isWeak = symbol.Binding == ElfSymbolBinding.Weak;
            symbols.AddExtern(symbol.Name, Describe(types, symbol.Name, isWeak));
        }
    }

    private static ExternSpec Describe(BtfTypes types, string symbol, bool isWeak)
    {
        string name = BtfName.WithoutFlavor(symbol);
        foreach (uint id in types.IdsByName(symbol))
        {
            switch (types[id])
            {
                case BtfFunction { Linkage: BtfFunctionLinkage.External } function:
                    return new ExternSpec(name, ExternKind.Function, isWeak, function.Prototype);
                case BtfVariable { Linkage: BtfVariableLinkage.External } variable:
                    uint type = types.ResolveQualifiers(variable.Type);
                    return new ExternSpec(name, type == 0 ? ExternKind.Symbol : ExternKind.Variable, isWeak, type);
            }
        }

        throw new ObjectFormatException($"{symbol} is defined nowhere, and BTF has no extern of that name", 0, "ELF");
    }
}
