using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

[Collection(KernelStateCollection.Name)]
public sealed class CgroupMirrorTests : IDisposable
{
    private const string Kernel = "6.1";

    private readonly DescriptorCheck _descriptors = new();
    private TemporaryBpffs? _bpffs;
    private LoadedObject? _loaded;

    public void Dispose()
    {
        _loaded?.Dispose();
        _bpffs?.Dispose();
        _descriptors.Dispose();
    }

    private ViewOptions Options => new() { BpfFileSystemPath = Bpffs.Path };

    private TemporaryBpffs Bpffs => _bpffs ??= new TemporaryBpffs();

    private CgroupMirror Mirror => new(Bpffs.Path);

    private IteratorProgram Show => (_loaded ??= LoadedObject.Load(CgroupCounter.ReadSpec())).Program<IteratorProgram>("show");

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void View_Exposed_IsAFileInTheMirrorOfTheHierarchy()
    {
        using var cgroup = new TemporaryCgroup();
        using var child = cgroup.CreateChild("nginx.service");
        using var view = Show.Expose(child.Path, "app.reads", Options);

        Assert.Equal(Bpffs[$@"cgroup/{cgroup.Name}/nginx\x2eservice/app\x2ereads"], view.Path);
        Assert.Equal($"{child.Id} reads=1 limit=7\n", File.ReadAllText(view.Path));
        Assert.Equal("app.reads", view.Name);
        Assert.Equal(child.Path, view.CgroupPath);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", "setpriv", Kernel = Kernel)]
    public void View_WithMode0444_IsReadByAnyone()
    {
        using var cgroup = new TemporaryCgroup();
        using var view = Show.Expose(cgroup.Path, "reads", Options);

        Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", Command.RunAsNobody("cat", view.Path).EnsureSuccess().Output);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", "setpriv", Kernel = Kernel)]
    public void View_WithAnOwnerAndMode_IsReadByThemOnly()
    {
        using var cgroup = new TemporaryCgroup();
        var options = Options with { Mode = UnixFileMode.UserRead, Owner = new FileOwner(1, 1) };
        using var view = Show.Expose(cgroup.Path, "reads", options);

        Assert.NotEqual(0, Command.RunAsNobody("cat", view.Path).ExitCode);
        Assert.Equal("1:1 400\n", Command.Output("stat", "-c", "%u:%g %a", view.Path));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void View_ExposedAgain_ReplacesTheFileAtOnce()
    {
        using var cgroup = new TemporaryCgroup();
        using var first = Show.Expose(cgroup.Path, "reads", Options);
        using var reader = File.OpenText(first.Path);
        using var second = Show.Expose(cgroup.Path, "reads", Options);

        Assert.Equal(first.Path, second.Path);
        Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", File.ReadAllText(second.Path));
        Assert.StartsWith($"{cgroup.Id} reads=", reader.ReadToEnd());
        Assert.Equal([second.Path], Directory.GetFiles(Path.GetDirectoryName(second.Path)!));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void View_Removed_LeavesNothing()
    {
        using var cgroup = new TemporaryCgroup();
        using var child = cgroup.CreateChild("a");
        using var view = Show.Expose(child.Path, "reads", Options);
        using var upper = Show.Expose(cgroup.Path, "reads", Options);

        Assert.True(view.Remove());
        Assert.False(view.Remove());
        Assert.True(File.Exists(upper.Path));
        Assert.False(Directory.Exists(Path.GetDirectoryName(view.Path)));

        Assert.True(upper.Remove());
        Assert.False(Directory.Exists(Mirror.Root));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Cgroup_WithAView_CanBeRemovedAndTakesTheViewAlong()
    {
        using var cgroup = new TemporaryCgroup();
        using var view = Show.Expose(cgroup.Path, "reads", Options);
        Directory.Delete(cgroup.Path);

        Assert.Empty(Mirror.List());
        Assert.False(File.Exists(view.Path));
        Assert.False(Directory.Exists(Mirror.Root));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Cgroup_MadeAgainUnderItsName_DoesNotInheritTheView()
    {
        using var cgroup = new TemporaryCgroup();
        using var view = Show.Expose(cgroup.Path, "old", Options);
        Directory.Delete(cgroup.Path);
        Directory.CreateDirectory(cgroup.Path);
        using var other = Show.Expose(cgroup.Path, "new", Options);

        Assert.False(File.Exists(view.Path));
        Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", File.ReadAllText(other.Path));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Mirror_Listed_TellsWhoseViewsThereAre()
    {
        using var cgroup = new TemporaryCgroup();
        using var child = cgroup.CreateChild("a.slice");
        using var first = Show.Expose(cgroup.Path, "reads", Options);
        using var second = Show.Expose(child.Path, "x.y", Options);

        var entries = Mirror.List().OrderBy(entry => entry.CgroupPath).ToArray();
        Assert.Equal([cgroup.Path, child.Path], entries.Select(entry => entry.CgroupPath));
        Assert.Equal(["reads", "x.y"], entries.Select(entry => entry.Name));
        Assert.Equal([first.Path, second.Path], entries.Select(entry => entry.FilePath));
        Assert.All(entries, entry => Assert.Equal(("show", Show.Id), (entry.ProgramName, entry.ProgramId)));
        Assert.Equal(second.Link.Info.Id, entries[1].LinkId);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void View_InHierarchy_IsReadInTheCgroupUntilItIsRemoved()
    {
        using var cgroup = new TemporaryCgroup();
        using var view = Show.Expose(cgroup.Path, "reads", Options with { InHierarchy = true });
        string directory = Path.Combine(cgroup.Path, CgroupMirror.HierarchyName);

        Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", File.ReadAllText(Path.Combine(directory, "reads")));
        Assert.ThrowsAny<IOException>(() => Directory.Delete(cgroup.Path));

        view.Remove();
        Assert.False(Directory.Exists(directory));
        Directory.Delete(cgroup.Path);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void RemoveAll_TakesFilesDirectoriesAndMountsAway()
    {
        using var cgroup = new TemporaryCgroup();
        using var first = Show.Expose(cgroup.Path, "reads", Options with { InHierarchy = true });
        using var second = Show.Expose(CgroupFileSystem.MountPoint!, "reads", Options);

        Assert.Equal($"1 reads=1 limit=7\n", File.ReadAllText(second.Path));
        Mirror.RemoveAll();
        Assert.False(Directory.Exists(Mirror.Root));
        Assert.False(Directory.Exists(Path.Combine(cgroup.Path, CgroupMirror.HierarchyName)));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Expose_OfWhatIsNoCgroup_SaysSo()
    {
        Assert.Contains("no cgroup", Assert.Throws<ArgumentException>(() => Show.Expose("/tmp", "reads", Options)).Message);
        Assert.Equal(2, Assert.Throws<BpfException>(() => Show.Expose("/sys/fs/cgroup/not-there", "reads", Options)).Errno);
        if (Mount.Find("cgroup") is { } old)
            Assert.Contains("version 1", Assert.Throws<ArgumentException>(() => Show.Expose(old, "reads", Options)).Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Expose_InAReadOnlyFileSystem_SaysSoAndLeavesNothing()
    {
        using var cgroup = new TemporaryCgroup();
        Command.Output("mount", "-o", "remount,ro", Bpffs.Path);

        var exception = Assert.Throws<BpfException>(() => Show.Expose(cgroup.Path, "reads", Options));
        Assert.Contains("mounted read-only", exception.Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Expose_WhereBpffsIsNotMounted_MountsIt()
    {
        using var directory = new TemporaryDirectory();
        using var cgroup = new TemporaryCgroup();
        string path = directory["bpffs"];
        try
        {
            using var view = Show.Expose(cgroup.Path, "reads", new ViewOptions { BpfFileSystemPath = path });
            Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", File.ReadAllText(view.Path));
            Assert.True(BpfFileSystem.IsMountedAt(path));
        }
        finally
        {
            Command.Output("umount", path);
        }
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void View_OfAProgramThatWasPinned_IsExposedByAnotherProcess()
    {
        using var cgroup = new TemporaryCgroup();
        Show.Pin(Bpffs["show"]);
        using var program = Assert.IsType<IteratorProgram>(LoadedProgram.FromPin(Bpffs["show"]));
        using var view = program.Expose(cgroup.Path, "reads", Options);

        Assert.Equal($"{cgroup.Id} reads=1 limit=7\n", File.ReadAllText(view.Path));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Program_ExposedByAPath_IsAFileOverAllObjects()
    {
        using var cgroup = new TemporaryCgroup();
        using var view = Show.Expose(Bpffs["all"], Options);

        Assert.Contains($"{cgroup.Id} reads=1 limit=7\n", File.ReadAllText(view.Path));
        Assert.True(view.Remove());
        Assert.Contains("dot", Assert.Throws<ArgumentException>(() => Show.Expose(Bpffs["a.b"])).Message);
        Assert.Contains("bpffs", Assert.Throws<BpfException>(() => Show.Expose("/tmp/view")).Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = Kernel)]
    public void Views_AndCgroupsOfOneName_StandInEachOthersWayAndSaySo()
    {
        using var cgroup = new TemporaryCgroup();
        using var child = cgroup.CreateChild("reads");
        using (var view = Show.Expose(child.Path, "reads", Options))
        {
            Assert.Contains("mirror of a cgroup", Assert.Throws<BpfException>(() => Show.Expose(cgroup.Path, "reads", Options)).Message);
            view.Remove();
        }

        using var upper = Show.Expose(cgroup.Path, "reads", Options);
        Assert.Contains("a view has its name", Assert.Throws<BpfException>(() => Show.Expose(child.Path, "reads", Options)).Message);
    }
}
