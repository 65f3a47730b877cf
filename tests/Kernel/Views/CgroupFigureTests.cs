using System.Globalization;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>The figures of a cgroup's view are those of that very cgroup in cgroupfs.</summary>
public sealed class CgroupFigureTests
{
    private const string Kernel = "6.1";

    private const string Source = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Figures
        {
            [BpfView]
            public int Show(SeqFile f, Cgroup cg)
            {
                bool populated = cg.PopulatedSetCount + cg.PopulatedChildCount + cg.PopulatedThreadedChildCount > 0;
                f.Print($"parent {cg.Parent?.Id ?? 0}\n");
                f.Print($"nr_descendants {cg.DescendantCount}\nnr_dying_descendants {cg.DyingDescendantCount}\n");
                f.Print($"max.depth {cg.MaxDepth}\nmax.descendants {cg.MaxDescendants}\npopulated {(populated ? 1 : 0)}\n");
                return 0;
            }
        }
        """;

    [RequiresBpfFact("sleep", "stat", Kernel = Kernel)]
    public void Figures_OfNestedCgroups_AreThoseOfCgroupfs()
    {
        using var app = new TemporaryCgroup();
        using var web = app.CreateChild("web");
        using var worker = web.CreateChild("worker");
        using var idle = app.CreateChild("idle");
        using var process = new SleepingProcess();
        worker.Add(process.Id);
        Limit(app, "max.depth", 5);
        Limit(app, "max.descendants", 7);
        Limit(web, "max.depth", 2);

        foreach (var cgroup in (TemporaryCgroup[])[app, web, worker, idle])
            Assert.Equal(ReadCgroupFileSystem(cgroup), View.ReadLines(Source, IteratorTarget.Cgroup(cgroup.Path)));
        Assert.Contains("nr_descendants 3", ReadCgroupFileSystem(app));
        Assert.Contains("populated 1", ReadCgroupFileSystem(web));
        Assert.Contains("populated 0", ReadCgroupFileSystem(idle));
    }

    /// <summary>A removed cgroup that something holds, here a link to it, is one that is dying.</summary>
    [RequiresBpfFact("stat", Kernel = Kernel)]
    public void DyingDescendants_AreThoseOfCgroupfs()
    {
        using var app = new TemporaryCgroup();
        using var child = app.CreateChild("child");
        using var loaded = BpfSource.Load(Source);
        using var link = loaded.Program<IteratorProgram>("Show").Attach(IteratorTarget.Cgroup(child.Path));
        Directory.Delete(child.Path);

        Assert.Equal(ReadCgroupFileSystem(app), View.ReadLines(Source, IteratorTarget.Cgroup(app.Path)));
        Assert.Contains("nr_dying_descendants 1", ReadCgroupFileSystem(app));
        Assert.Empty(link.ReadAllText());
    }

    private static void Limit(TemporaryCgroup cgroup, string name, int value) =>
        File.WriteAllText(Path.Combine(cgroup.Path, $"cgroup.{name}"), value.ToString(CultureInfo.InvariantCulture));

    private static string[] ReadCgroupFileSystem(TemporaryCgroup cgroup) =>
    [
        $"parent {Command.Output("stat", "-c", "%i", Path.GetDirectoryName(cgroup.Path)!).Trim()}",
        .. Lines(cgroup, "cgroup.stat").Where(line => line.Contains("_descendants ")),
        $"max.depth {ReadLimit(cgroup, "max.depth")}",
        $"max.descendants {ReadLimit(cgroup, "max.descendants")}",
        .. Lines(cgroup, "cgroup.events").Where(line => line.StartsWith("populated ")),
    ];

    private static string ReadLimit(TemporaryCgroup cgroup, string name) =>
        Lines(cgroup, $"cgroup.{name}").Single() is var limit and not "max" ? limit : $"{int.MaxValue}";

    private static string[] Lines(TemporaryCgroup cgroup, string name) => File.ReadAllLines(Path.Combine(cgroup.Path, name));
}
