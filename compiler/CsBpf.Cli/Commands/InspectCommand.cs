using System.CommandLine;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;
using CsBpf.Object.Listing;

namespace CsBpf.Cli.Commands;

/// <summary><c>csbpf inspect</c>: what is in an object file, whoever compiled it. The kernel is not asked.</summary>
internal static class InspectCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("object") { Description = "The object file.", HelpName = "X.o" };
        var disassemble = new Option<bool>("--disassemble", "-d") { Description = "Also print the code, with the source between the instructions." };
        var types = new Option<bool>("--types", "-t") { Description = "Also print the types, as bpftool btf dump does." };
        var command = new Command("inspect", "Shows what is in an object file: sections, programs, maps, global variables, relocations, types.")
        {
            file, disassemble, types,
        };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(disassemble), parsed.GetValue(types), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string path, bool disassemble, bool printTypes, TextWriter output) => InputFile.UseObject(path, bytes =>
    {
        var elf = ElfReader.Read(bytes);
        var spec = BpfObjectSpec.Read(bytes, Path.GetFileName(path));
        var types = elf.FindSection(".BTF") is { } btf ? BtfTypes.Parse(btf.Data) : BtfTypes.Empty;

        ObjectSummary.Write(output, path, elf, spec, types);
        if (printTypes)
        {
            output.WriteLine();
            BtfPrinter.Print(types, output);
        }

        if (disassemble)
        {
            output.WriteLine();
            ObjectListing.Print(elf, output);
        }

        return CommandLine.Success;
    });
}
