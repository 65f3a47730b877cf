using System.Text;
using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>Turns the bytes of an object into its description. Pure: the same bytes give the same answer on every machine.</summary>
internal static class ObjectReader
{
    /// <exception cref="ObjectFormatException">The bytes are no BPF object, or one that cannot be understood.</exception>
    public static BpfObjectSpec Read(ReadOnlyMemory<byte> bytes, string name)
    {
        var elf = ElfReader.Read(bytes);
        if (elf.Machine is not (ElfMachine.Bpf or ElfMachine.None))
            throw new ObjectFormatException($"the machine is {(int)elf.Machine}, not eBPF", 18, "ELF");

        var compiled = elf.FindSection(".BTF") is { } btf ? BtfTypes.Parse(btf.Data) : BtfTypes.Empty;
        var extension = elf.FindSection(".BTF.ext") is { } ext ? BtfExtension.Parse(ext.Data, compiled) : BtfExtension.Empty;
        var types = BtfCompletion.Complete(compiled, elf);

        var symbols = new ObjectSymbols();
        MapDefinitionReader.Read(elf, types, symbols);
        DataSectionReader.Read(elf, types, name, symbols);
        ExternReader.Read(elf, compiled, symbols);
        FunctionReader.Read(elf, extension, symbols);
        StructOpsReader.Read(elf, types, symbols);
        foreach (var function in symbols.Functions)
            RelocationReader.Read(elf, function, symbols);
        MapSlotReader.Read(elf, symbols);
        ReadExceptionCallbacks(types, symbols);

        return new BpfObjectSpec(name, types)
        {
            IsBigEndian = elf.IsBigEndian,
            License = ReadLicense(elf),
            Maps = symbols.Maps,
            Programs = ReadPrograms(elf, symbols),
            Externs = [.. symbols.Externs],
            Functions = [.. symbols.Functions.Select(place => place.Function)],
        };
    }

    private static List<ProgramSpec> ReadPrograms(ElfObject elf, ObjectSymbols symbols)
    {
        var programs = new List<ProgramSpec>();
        foreach (var (function, symbol, _) in symbols.Functions)
        {
            string section = elf.Sections[symbol.SectionIndex].Name;
            if (section == ".text")
                continue;
            if (symbol.Binding == ElfSymbolBinding.Local)
                throw new ObjectFormatException($"the program {symbol.Name} is static, and programs are not", (long)symbol.Value, section);
            programs.Add(new ProgramSpec(function, section, SectionKind.Find(section.TrimStart('?')))
            {
                StructOps = FindStructOps(function, symbols),
            });
        }

        return programs;
    }

    /// <summary>The struct and member that a program is filled in for.</summary>
    private static (string Type, string Member)? FindStructOps(FunctionSpec function, ObjectSymbols symbols)
    {
        foreach (var map in symbols.Maps)
        {
            foreach (var (member, program) in map.StructOps?.Programs ?? [])
            {
                if (program == function)
                    return (map.StructOps!.TypeName, member);
            }
        }

        return null;
    }

    /// <summary>A program names the function that takes its exceptions in a tag on its declaration.</summary>
    private static void ReadExceptionCallbacks(BtfTypes types, ObjectSymbols symbols)
    {
        const string prefix = "exception_callback:";
        foreach (var (_, type) in types.All())
        {
            if (type is not BtfDeclTag tag || !tag.Name.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            string name = tag.Name[prefix.Length..];
            var callback = symbols.Functions.FirstOrDefault(place => place.Function.Name == name).Function
                ?? throw new ObjectFormatException(
                    $"{name}, which is to take the exceptions of {types.NameOf(tag.Target)}, is no function of the object", 0, ".BTF");
            foreach (var (function, _, _) in symbols.Functions)
            {
                if (function.TypeId == tag.Target)
                    function.ExceptionCallback = callback;
            }
        }
    }

    private static string ReadLicense(ElfObject elf)
    {
        if (elf.FindSection("license") is not { } section)
            return "";
        var text = section.Data.Span;
        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
