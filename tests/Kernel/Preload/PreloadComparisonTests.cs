using CsBpf.KernelTests.Support;
using CsBpf.Testing;
using Xunit.Abstractions;

namespace CsBpf.KernelTests.Preload;

/// <summary>samples/BpffsDebug and the kernel's own preloaded iterators, C and C#, side by side over the same maps and programs.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class PreloadComparisonTests(ITestOutputHelper output) : IDisposable
{
    private const int Attempts = 20;

    private const string CountedMap = """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>
        struct {
            __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1000); __type(key, int); __type(value, long);
        } counted SEC(".maps");
        char LICENSE[] SEC("license") = "GPL";
        """;

    private const string LongName = """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>
        SEC("socket") int a_program_with_a_very_long_name(void *ctx) { return 0; }
        char LICENSE[] SEC("license") = "GPL";
        """;

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [RequiresPreloadSourceFact]
    public void Maps_AreLineForLineThoseOfTheKernelsIterator()
    {
        using var counted = LoadedObject.Load(BpfObjectSpec.Read(Clang.Compile(CountedMap)));
        var map = counted.Map("counted");
        foreach (int key in (int[])[1, 2, 3])
            map.Set(BitConverter.GetBytes(key), BitConverter.GetBytes(0L));

        string text = AssertSame("DumpMap", "dump_bpf_map");

        Assert.StartsWith("  id name             max_entries  cur_entries\n", text);
        Assert.Contains($"{map.Id,4} {"counted",-16}  {1000,10}   {3,10}\n", text);
    }

    [RequiresPreloadSourceFact]
    public void Programs_AreLineForLineThoseOfTheKernelsIterator()
    {
        string text = AssertSame("DumpProgram", "dump_bpf_prog");

        Assert.StartsWith("  id name             attached\n", text);
        Assert.Contains(" DumpProgram      bpf_iter_bpf_prog \n", text);
        Assert.Contains(" dump_bpf_map     bpf_iter_bpf_map \n", text);
    }

    /// <summary>The kernel keeps 15 bytes of a program's name, the program's BTF has all.</summary>
    [RequiresPreloadSourceFact]
    public void Program_WithALongName_HasItWhole()
    {
        using var named = LoadedObject.Load(BpfObjectSpec.Read(Clang.Compile(LongName)));

        Assert.Contains($"{named.Programs[0].Id,4} a_program_with_a_very_long_name  \n", AssertSame("DumpProgram", "dump_bpf_prog"));
    }

    /// <summary>Pins both, and compares what two processes read.</summary>
    private string AssertSame(string ours, string theirs)
    {
        using var bpffs = new TemporaryBpffs();
        var ourSpec = BpfObjectSpec.Read(Sample.Compile("BpffsDebug"), "BpffsDebug");
        var theirSpec = BpfObjectSpec.Read(PreloadSource.Compile(), "iterators");
        using var ourObject = LoadedObject.Load(ourSpec);
        using var theirObject = LoadedObject.Load(theirSpec);
        using var ourLink = ourObject.Program<IteratorProgram>(ours).Attach();
        using var theirLink = theirObject.Program<IteratorProgram>(theirs).Attach();
        ourLink.Pin(bpffs["ours"]);
        theirLink.Pin(bpffs["theirs"]);
        output.WriteLine($"instructions: {ours} {Count(ourSpec.Program(ours))}, {theirs} {Count(theirSpec.Program(theirs))}");

        for (int attempt = 1; ; attempt++)
        {
            string before = Command.Output("cat", bpffs["ours"]);
            string expected = Command.Output("cat", bpffs["theirs"]);
            // Others may load and drop programs meanwhile: then what was read is no comparison.
            if (before != Command.Output("cat", bpffs["ours"]) && attempt < Attempts)
                continue;

            Assert.Equal(expected, before);
            return before;
        }
    }

    private static int Count(ProgramSpec program) => program.Instructions.Sum(instruction => instruction.Slots);
}
