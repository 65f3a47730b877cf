using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>The samples beside their C twins, as clang compiles them: the same text, from code that is no larger.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class TwinTests
{
    private const double SizeBound = 1.0;
    private const int Attempts = 20;

    [RequiresBpfTheory(Clang.Tool, "bpftool", Kernel = "6.1")]
    [InlineData("CgroupViews")]
    [InlineData("BpffsDebug")]
    public void Program_IsNoLargerThanItsTwin(string sample)
    {
        BpfObjectSpec twin = Twin(sample);

        Assert.All(Sample(sample).Programs, program =>
        {
            int size = Size(program);
            int twinSize = Size(twin.Program(program.Name));
            Assert.True(size <= SizeBound * twinSize, $"{sample}.{program.Name} has {size} instructions, its twin {twinSize}.");
        });
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void CgroupView_PrintsWhatItsTwinPrints()
    {
        using var cgroup = new TemporaryCgroup();
        using TemporaryCgroup child = cgroup.CreateChild("child");
        using var sample = LoadedObject.Load(Sample("CgroupViews"));
        using var twin = LoadedObject.Load(Twin("CgroupViews"));
        using IteratorLink view = sample.Program<IteratorProgram>("Show").Attach(IteratorTarget.Cgroup(cgroup.Path));
        using IteratorLink twinView = twin.Program<IteratorProgram>("Show").Attach(IteratorTarget.Cgroup(cgroup.Path));

        Assert.Equal(twinView.ReadAllText(), view.ReadAllText());
        string second = twinView.ReadAllText();
        Assert.Equal(second, view.ReadAllText());
        Assert.StartsWith($"{cgroup.Id,8} {cgroup.Name}", second);
        Assert.EndsWith(" descendants=1 dying=0 reads=2\n", second);
    }

    /// <summary>What other processes load meanwhile would tell the two apart: they are compared where both saw the same.</summary>
    [RequiresBpfTheory(Clang.Tool, "bpftool", Kernel = "6.1")]
    [InlineData("DumpMap")]
    [InlineData("DumpProgram")]
    public void DebugView_PrintsWhatItsTwinPrints(string program)
    {
        using var sample = LoadedObject.Load(Sample("BpffsDebug"));
        using var twin = LoadedObject.Load(Twin("BpffsDebug"));
        using IteratorLink view = sample.Program<IteratorProgram>(program).Attach();
        using IteratorLink twinView = twin.Program<IteratorProgram>(program).Attach();

        for (int attempt = 1; ; attempt++)
        {
            string before = view.ReadAllText();
            string expected = twinView.ReadAllText();
            if (before != view.ReadAllText() && attempt < Attempts)
                continue;

            Assert.Equal(expected, before);
            Assert.True(expected.Split('\n').Length > 3, expected);
            return;
        }
    }

    private static int Size(ProgramSpec program) => program.Instructions.Sum(instruction => instruction.Slots);

    private static BpfObjectSpec Sample(string name) =>
        BpfObjectSpec.Read(BpfSource.CompileObject(File.ReadAllText(PathOf($"{name}.bpf.cs")), $"{name}.bpf.cs"), name);

    private static BpfObjectSpec Twin(string name) => BpfObjectSpec.Read(Clang.Compile(File.ReadAllText(PathOf($"{name}.bpf.c"))), name);

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Twins", file);
}
