using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;

namespace CsBpf.Object.Listing;

/// <summary>
/// Prints the code of an object file as assembly, with what the file knows about it: labels, the names of maps, variables, helpers and kernel
/// functions, CO-RE relocations, and the source between the instructions.
/// </summary>
public static class ObjectListing
{
    /// <summary>Prints every section of code.</summary>
    /// <param name="elf">The object file.</param>
    /// <param name="output">Where the text goes.</param>
    /// <exception cref="ObjectFormatException">The file contradicts itself.</exception>
    public static void Print(ElfObject elf, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(elf);
        ArgumentNullException.ThrowIfNull(output);

        var types = elf.FindSection(".BTF") is { } btf ? BtfTypes.Parse(btf.Data) : BtfTypes.Empty;
        var extension = elf.FindSection(".BTF.ext") is { } ext ? BtfExtension.Parse(ext.Data, types) : BtfExtension.Empty;
        string separator = "";
        foreach (var section in elf.Sections)
        {
            if (!section.Flags.HasFlag(ElfSectionFlags.Execute) || section.Data.IsEmpty)
                continue;

            output.Write(separator);
            new SectionListing(elf, section, types, extension).Print(output);
            separator = "\n";
        }
    }

    /// <summary>The assembly as text.</summary>
    /// <inheritdoc cref="Print(ElfObject, TextWriter)"/>
    public static string Print(ElfObject elf)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Print(elf, text);
        return text.ToString();
    }
}
