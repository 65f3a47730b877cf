using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Samples;

/// <summary>A C# method becomes a file, is read by <c>cat</c>, and leaves nothing when the file is removed.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class SampleProgramTests : IDisposable
{
    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [RequiresBpfTheory("cat", Kernel = "6.1")]
    [InlineData("CgroupViews", "Show", "level=0 descendants=")]
    [InlineData("BpffsDebug", "DumpMap", "BpffsDeb.rodata")]
    [InlineData("BpffsDebug", "DumpProgram", "DumpProgram      bpf_iter_bpf_prog")]
    public void Program_LoadedAndPinned_IsAFileUntilItIsUnpinned(string sample, string name, string text)
    {
        using var bpffs = new TemporaryBpffs();
        string pin = bpffs["view"];
        uint id = Pin(sample, name, pin);

        Assert.Contains(text, Command.Output("cat", pin));

        File.Delete(pin);
        Assert.Contains("No such file", Command.Run("cat", pin).Error);
        KernelPrograms.AssertGone(id);
    }

    [RequiresBpfTheory(Kernel = "6.1")]
    [InlineData("CgroupViews")]
    [InlineData("BpffsDebug")]
    public void Sample_LoadedAndDisposed_LeavesNoProgram(string sample)
    {
        uint[] ids;
        using (var loaded = Sample.Load(sample))
            ids = [.. loaded.Programs.Select(program => program.Id)];

        Assert.NotEmpty(ids);
        Assert.All(ids, KernelPrograms.AssertGone);
    }

    /// <summary>Only the pin holds the program afterwards.</summary>
    private static uint Pin(string sample, string name, string pin)
    {
        using var loaded = Sample.Load(sample);
        var program = loaded.Program<IteratorProgram>(name);
        using var link = program.Attach();
        link.Pin(pin);
        return program.Id;
    }
}
