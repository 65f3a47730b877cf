using CsBpf.Object.Elf;
using CsBpf.Object.Listing;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Constructs;

/// <summary>The code of every construct of the language, as <c>csbpf build --emit asm</c> prints it, beside its source.</summary>
public class ConstructTests
{
    private static readonly IReadOnlyDictionary<string, Construct> Constructs =
        Construct.All(typeof(ConstructTests).Assembly).ToDictionary(construct => construct.Name);

    public static TheoryData<string> Names => [.. Constructs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Construct_BecomesCode(string name)
    {
        Construct construct = Constructs[name];
        byte[] bytes = BpfSource.CompileObject(construct.Source, construct.FileName);
        string[] parts = name.Split('.');
        return Verify(ObjectListing.Print(ElfReader.Read(bytes))).UseDirectory(parts[0]).UseFileName(parts[1]);
    }
}
