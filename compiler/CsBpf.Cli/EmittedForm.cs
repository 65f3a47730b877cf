using System.Text;
using CsBpf.Compiler;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;
using CsBpf.Object.Listing;

namespace CsBpf.Cli;

/// <summary>A form in which <c>csbpf build --emit</c> gives what it compiled.</summary>
internal sealed class EmittedForm
{
    private static readonly Dictionary<string, EmittedForm> All = new()
    {
        ["obj"] = new() { Extension = ".bpf.o" },
        ["asm"] = new() { Extension = ".bpf.s", Text = compiled => ObjectListing.Print(ElfReader.Read(compiled.Bytes.AsMemory())) },
        ["btf"] = new() { Extension = ".bpf.btf.txt", Text = compiled => BtfPrinter.Print(TypesOf(compiled)) },
        ["ir"] = new() { Extension = ".bpf.ir", Text = compiled => compiled.Ir!, NeedsIr = true },
    };

    /// <summary>The words on the command line.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>What a file of this form ends with.</summary>
    public required string Extension { get; init; }

    /// <summary>Whether the compiler must keep the intermediate form.</summary>
    public bool NeedsIr { get; private init; }

    /// <summary>Whether it is text, which may go to a terminal.</summary>
    public bool IsText => Text is not null;

    private Func<CompiledObject, string>? Text { get; init; }

    /// <summary>The form of a word.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static EmittedForm Find(string name) => All[name];

    /// <summary>The bytes of an object in this form.</summary>
    /// <param name="compiled">The object.</param>
    public ReadOnlySpan<byte> Emit(CompiledObject compiled) => Text is null ? compiled.Bytes.AsSpan() : Encoding.UTF8.GetBytes(Text(compiled));

    /// <summary>The text of an object in this form, where it is text.</summary>
    /// <param name="compiled">The object.</param>
    public string EmitText(CompiledObject compiled) => Text!(compiled);

    private static BtfTypes TypesOf(CompiledObject compiled) => BtfTypes.Parse(ElfReader.Read(compiled.Bytes.AsMemory()).FindSection(".BTF")!.Data);
}
