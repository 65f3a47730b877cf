using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>The file of an exposed view: who may read it, and how long it is there.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class ViewFileTests : IDisposable
{
    private const string Kernel = "6.1";
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [RequiresBpfFact("cat", "setpriv", Kernel = Kernel)]
    public void File_WithMode0444_IsReadByAnUnprivilegedUser()
    {
        using var cgroup = new TemporaryCgroup();
        using var bpffs = new TemporaryBpffs();
        using var view = Expose(cgroup, bpffs);

        string text = Command.RunAsNobody("cat", view.Path).EnsureSuccess().Output;
        Assert.Matches(@$"^ *{cgroup.Id} {cgroup.Name} +level=1 .* reads=1\n$", text);
        Assert.Contains("reads=2", Command.RunAsNobody("cat", view.Path).Output);
    }

    [RequiresBpfFact("cat", "setpriv", Kernel = Kernel)]
    public void File_WithMode0400_IsReadByItsOwnerAlone()
    {
        using var cgroup = new TemporaryCgroup();
        using var bpffs = new TemporaryBpffs();
        using var view = Expose(cgroup, bpffs, UnixFileMode.UserRead);

        var refused = Command.RunAsNobody("cat", view.Path);
        Assert.Contains("Permission denied", refused.Error);
        Assert.Empty(refused.Output);
        Assert.Contains("reads=1", Command.Output("cat", view.Path));
    }

    [RequiresBpfFact("cat", "setpriv", Kernel = Kernel)]
    public void File_Unpinned_VanishesForEveryone()
    {
        using var cgroup = new TemporaryCgroup();
        using var bpffs = new TemporaryBpffs();
        uint program;
        using (var view = Expose(cgroup, bpffs))
        {
            program = view.Link.Info.ProgramId;
            File.Delete(view.Path);

            Assert.Contains("No such file", Command.RunAsNobody("cat", view.Path).Error);
            Assert.Contains("No such file", Command.Run("cat", view.Path).Error);
            Assert.Empty(new CgroupMirror(bpffs.Path).List());
        }

        KernelPrograms.AssertGone(program);
    }

    /// <summary>What is left is empty, and dropped by whoever looks into the mirror next.</summary>
    [RequiresBpfFact("cat", "rmdir", Kernel = Kernel)]
    public void Cgroup_WithAStandingView_CanBeRemovedAndTakesTheViewAlong()
    {
        using var cgroup = new TemporaryCgroup();
        using var bpffs = new TemporaryBpffs();
        using var view = Expose(cgroup, bpffs);

        Command.Output("rmdir", cgroup.Path);

        Assert.Empty(Command.Output("cat", view.Path));
        Assert.Empty(new CgroupMirror(bpffs.Path).List());
        Assert.False(File.Exists(view.Path));
        Assert.False(Directory.Exists(new CgroupMirror(bpffs.Path).Root));
    }

    [RequiresBpfFact("cat", Kernel = Kernel)]
    public void File_OutlivesTheProcessThatLoadedIt_AndCountsOn()
    {
        using var cgroup = new TemporaryCgroup();
        using var bpffs = new TemporaryBpffs();
        string path;
        using (var view = Expose(cgroup, bpffs))
            path = view.Path;

        Assert.Contains("reads=1", Command.Output("cat", path));
        Assert.Contains("reads=2", Command.Output("cat", path));
    }

    /// <summary>The link is all that is kept of what was loaded.</summary>
    private static ExposedView Expose(TemporaryCgroup cgroup, TemporaryBpffs bpffs, UnixFileMode mode = Everyone)
    {
        using var loaded = Sample.Load("CgroupViews");
        var options = new ViewOptions { BpfFileSystemPath = bpffs.Path, Mode = mode };
        return loaded.Program<IteratorProgram>("Show").Expose(cgroup.Path, "app.reads", options);
    }
}
