using System.CommandLine;
using System.Text;
using CsBpf.Object.Btf;
using CsBpf.Vmlinux;

namespace CsBpf.Cli.Commands;

/// <summary><c>csbpf vmlinux</c>: the types of a kernel as C# classes, or as a snapshot that they can be made from elsewhere.</summary>
internal static class VmlinuxCommand
{
    private const string RunningKernel = "/sys/kernel/btf/vmlinux";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var btf = new Option<string>("--btf")
        {
            Description = "The kernel's BTF, or an ELF file with a section .BTF, such as vmlinux.",
            HelpName = "FILE",
            DefaultValueFactory = _ => RunningKernel,
        };
        var output = new Option<string>("--output", "-o") { Description = "The directory that the sources go to.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var names = new Option<string>("--names") { Description = "A table of types that have a class written by hand: type and class, a line each.", HelpName = "FILE" };
        var snapshot = new Option<string>("--snapshot") { Description = "Write no sources but a snapshot of the types, a small file.", HelpName = "FILE" };
        var command = new Command("vmlinux", "Writes the types of a kernel as C# classes.") { btf, output, names, snapshot };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(btf);
            var types = InputFile.UseObject(path, bytes => BtfTypes.Parse(BtfOf(bytes)));
            if (parsed.GetValue(snapshot) is { } file)
                WriteSnapshot(types, file);
            else
                WriteSources(types, parsed.GetValue(names), parsed.GetRequiredValue(output));
            return CommandLine.Success;
        });
        return command;
    }

    private static ReadOnlyMemory<byte> BtfOf(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\u007fELF"u8)
            ? Object.Elf.ElfReader.Read(bytes).FindSection(".BTF")?.Data ?? throw new Object.ObjectFormatException("there is no section .BTF", 0, "ELF")
            : bytes;

    private static void WriteSnapshot(BtfTypes types, string file)
    {
        using var bytes = new MemoryStream();
        BtfSnapshot.Write(types, bytes);
        OutputFile.Write(file, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void WriteSources(BtfTypes types, string? names, string directory)
    {
        var friendly = names is null ? FriendlyNames.None : ParseNames(names);
        foreach (var source in KernelSource.Generate(types, friendly))
            OutputFile.Write(Path.Combine(directory, source.Name), Encoding.UTF8.GetBytes(source.Text));
    }

    private static FriendlyNames ParseNames(string path)
    {
        try
        {
            return FriendlyNames.Parse(new StringReader(InputFile.ReadSource(path)));
        }
        catch (FormatException exception)
        {
            throw new CommandException($"{path}: {exception.Message}");
        }
    }
}
