using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;
using CsBpf.Object.Listing;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Constructs;

/// <summary>The code of every construct of the language, as <c>csbpf build --emit asm</c> prints it, beside its source.</summary>
public class ConstructTests
{
    private static readonly IReadOnlyDictionary<string, Construct> Constructs =
        Construct.All(typeof(ConstructTests).Assembly).ToDictionary(construct => construct.Name);

    public static TheoryData<string> Names => [.. Constructs.Keys];

    /// <summary>Their names, where they say that they need more than v1, and the instruction set before the one that they need.</summary>
    public static TheoryData<string, BpfIsa> NamesAndLevelsBelow
    {
        get
        {
            var data = new TheoryData<string, BpfIsa>();
            foreach (Construct construct in Constructs.Values)
            {
                if (BpfSource.IsaOf(construct.Source) is { } isa)
                    data.Add(construct.Name, isa - 1);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndLevelsBelow))]
    public void Construct_BelowItsLevel_IsDiagnosed(string name, BpfIsa isa)
    {
        BpfCompilation compilation = BpfSource.Compile(Constructs[name].Source, isa: isa);

        Assert.Equal("CSBPF0606", Assert.Single(compilation.Diagnostics).Id);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Construct_BecomesCode(string name)
    {
        Construct construct = Constructs[name];
        byte[] bytes = BpfSource.CompileObject(
            construct.Source, construct.FileName, targetKernel: BpfSource.TargetKernelOf(construct.Source));
        string[] parts = name.Split('.');
        return Verify(ObjectListing.Print(ElfReader.Read(bytes))).UseDirectory(parts[0]).UseFileName(parts[1]);
    }
}
