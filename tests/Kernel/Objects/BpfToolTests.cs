using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Objects;

/// <summary>The objects are standard ones: bpftool, which has libbpf in it, loads each and reads its types.</summary>
public sealed class BpfToolTests(TemporaryBpffs bpffs) : IClassFixture<TemporaryBpffs>
{
    private static readonly IReadOnlyDictionary<string, Construct> Constructs =
        Construct.All(typeof(BpfToolTests).Assembly).ToDictionary(construct => construct.Name);

    /// <summary>The names of the constructs.</summary>
    public static TheoryData<string> Names => [.. Constructs.Keys];

    [RequiresBpfTheory(BpfTool.Tool, Kernel = "5.14")]
    [MemberData(nameof(Names))]
    public void Construct_IsLoadedAndItsTypesAreRead(string name)
    {
        var construct = Constructs[name];

        AssertLoads(BpfSource.CompileObject(construct.Source, construct.FileName), construct.FileName);
    }

    [RequiresBpfTheory(BpfTool.Tool, Kernel = "6.1")]
    [InlineData("CgroupViews")]
    [InlineData("BpffsDebug")]
    public void Sample_IsLoadedAndItsTypesAreRead(string name) => AssertLoads(Sample.Compile(name), $"{name}.bpf.cs");

    private void AssertLoads(byte[] bytes, string fileName)
    {
        string[] programs = [.. BpfObjectSpec.Read(bytes, fileName).Programs.Select(program => program.Name)];
        using var directory = new TemporaryDirectory();
        string path = directory.Write(Path.ChangeExtension(fileName, ".o"), bytes);
        string pins = bpffs["programs"];

        // That the kernel refuses the types is a warning for libbpf.
        CommandResult loaded = Command.Run(BpfTool.Tool, "prog", "loadall", path, pins).EnsureSuccess();
        string types = Command.Output(BpfTool.Tool, "btf", "dump", "file", path);

        Assert.NotEmpty(programs);
        string[] pinned = [.. Directory.GetFiles(pins).Select(pin => Path.GetFileName(pin))];
        Directory.Delete(pins, recursive: true);
        Assert.DoesNotContain("BTF loading error", loaded.Error);
        Assert.Equal(programs.Order(), pinned.Order());
        Assert.All(programs, program => Assert.Contains($"FUNC '{program}' ", types));
    }
}
