using System.Globalization;
using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>A method with a parameter <c>Cgroup</c> is a view of cgroups; what it tells is what cgroupfs tells.</summary>
public sealed class CgroupViewTests
{
    private const string Kernel = "6.1";

    [RequiresBpfTheory("stat", Kernel = Kernel)]
    [InlineData("static")]
    [InlineData("")]
    public void View_OverAllCgroups_HasTheirInodesLevelsAndNames(string modifier)
    {
        using var cgroup = new TemporaryCgroup();
        using var child = cgroup.CreateChild("nginx.service");
        string source = Source(modifier, """{cg.Id} {cg.Level} {cg.Name}""");

        string[] compared = StableComparison.AssertContainsTruth(ReadCgroupFileSystem, () => View.ReadLines(source));

        Assert.Equal("cgroup", View.TargetOf(source));
        Assert.Contains($"{child.Id} 2 nginx.service", compared);
    }

    [RequiresBpfTheory(Kernel = Kernel)]
    [InlineData("static")]
    [InlineData("")]
    public void View_OfOneCgroup_HasThatCgroupAlone(string modifier)
    {
        using var cgroup = new TemporaryCgroup();
        using var child = cgroup.CreateChild("child");

        Assert.Equal([$"{child.Id} child"], View.ReadLines(Source(modifier, "{cg.Id} {cg.Name}"), IteratorTarget.Cgroup(child.Path)));
    }

    [RequiresBpfFact(Kernel = Kernel)]
    public void View_OfAncestors_WalksUpToTheRoot()
    {
        using var cgroup = new TemporaryCgroup();
        using var child = cgroup.CreateChild("child");

        Assert.Equal(
            [$"{child.Id}", $"{cgroup.Id}", "1"],
            View.ReadLines(Source("", "{cg.Id}"), IteratorTarget.Cgroup(child.Path, CgroupOrder.AncestorsUp)));
    }

    private static string Source(string modifier, string text) => $$$"""
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Cgroups
        {
            [BpfView]
            public {{{modifier}}} int Show(SeqFile f, Cgroup cg)
            {
                f.Print($"{{{text}}}\n");
                return 0;
            }
        }
        """;

    /// <summary>A line for each cgroup below the root.</summary>
    private static IEnumerable<string> ReadCgroupFileSystem()
    {
        string root = Mount.Find("cgroup2")!;
        string[] paths = Directory.GetDirectories(root, "*", SearchOption.AllDirectories);
        return Command.Run("stat", ["-c", "%i %n", .. paths]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            string[] fields = line.Split(' ', 2);
            string relative = Path.GetRelativePath(root, fields[1]);
            int level = relative.Split('/').Length;
            return string.Create(CultureInfo.InvariantCulture, $"{fields[0]} {level} {Path.GetFileName(relative)}");
        });
    }
}
