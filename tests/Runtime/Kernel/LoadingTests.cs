using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

[Collection(KernelStateCollection.Name)]
public sealed class LoadingTests : IDisposable
{
    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Object_Loaded_IsReadThroughItsIterator()
    {
        using var cgroup = new TemporaryCgroup();
        using var loaded = LoadedObject.Load(CgroupCounter.ReadSpec());
        using var link = loaded.Program<IteratorProgram>("show").Attach(IteratorTarget.Cgroup(cgroup.Path));

        Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", link.ReadAllText());
        Assert.Equal($"{cgroup.Id} reads=2 limit=7\n", link.ReadAllText());
        Assert.Equal(cgroup.Id, link.Info.Iterator!.CgroupId);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Link_Pinned_IsAFileThatCanBeRead()
    {
        using var cgroup = new TemporaryCgroup();
        using var bpffs = new TemporaryBpffs();
        using (var loaded = LoadedObject.Load(CgroupCounter.ReadSpec()))
        using (var link = loaded.Program<IteratorProgram>("show").Attach(IteratorTarget.Cgroup(cgroup.Path)))
            link.Pin(bpffs["view"]);

        Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", File.ReadAllText(bpffs["view"]));
        Assert.Equal($"{cgroup.Id} reads=2 limit=7\n", Command.Output("cat", bpffs["view"]));

        using var again = BpfLink.FromPin(bpffs["view"]);
        Assert.Equal("cgroup", again.Info.Iterator?.Target);
        Assert.Equal(CgroupOrder.SelfOnly, again.Info.Iterator?.Order);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Globals_ChangedBeforeAndAfterLoading_AreSeenByTheProgram()
    {
        using var cgroup = new TemporaryCgroup();
        var spec = CgroupCounter.ReadSpec();
        spec.Global<int>("step") = 5;
        using var loaded = LoadedObject.Load(spec);
        using var link = loaded.Program<IteratorProgram>("show").Attach(IteratorTarget.Cgroup(cgroup.Path));
        ref int limit = ref loaded.Global<int>("limit");
        limit = 9;

        Assert.Equal($"{cgroup.Id} reads=5 limit=9\n", link.ReadAllText());
        Assert.Equal(5, loaded.Global<long>("total"));
        Assert.Equal(5, loaded.Constant<int>("step"));
        Assert.Throws<InvalidOperationException>(() => loaded.Global<int>("step"));
    }
}
