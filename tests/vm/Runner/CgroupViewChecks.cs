using System.Globalization;
using CsBpf.Testing;

namespace CsBpf.VmRunner;

/// <summary>The cgroup view's figures are cgroupfs's.</summary>
internal static class CgroupViewChecks
{
    private const string Program = "Show";

    /// <summary>Makes cgroups, reads their views, and takes all of it away again.</summary>
    public static void Run(byte[] objectBytes, Checks checks)
    {
        using var app = new TemporaryCgroup();
        using var database = app.CreateChild("db.service");
        using var bpffs = new TemporaryBpffs();
        KernelLayout.Print(
            ("cgroup", "kn"), ("cgroup", "level"), ("cgroup", "nr_descendants"), ("kernfs_node", "name"), ("kernfs_node", "id"));
        if (checks.Load(objectBytes, "CgroupViews") is not { } loaded)
            return;

        using (loaded)
        {
            var view = loaded.Program<IteratorProgram>(Program);
            foreach (TemporaryCgroup cgroup in (TemporaryCgroup[])[app, database])
                CheckView(view, cgroup, bpffs, checks);

            using IteratorLink below = view.Attach(IteratorTarget.Cgroup(app.Path, CgroupOrder.DescendantsPreOrder));
            checks.Equal("a view of descendants has them in order", $"{app.Id} {database.Id}", string.Join(' ', Ids(below.ReadAllText())));
        }
    }

    private static void CheckView(IteratorProgram view, TemporaryCgroup cgroup, TemporaryBpffs bpffs, Checks checks)
    {
        string pin = bpffs[$"view{cgroup.Id}"];
        using (IteratorLink link = view.Attach(IteratorTarget.Cgroup(cgroup.Path)))
        {
            link.Pin(pin);
        }

        File.SetUnixFileMode(pin, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        string text = File.ReadAllText(pin);
        Console.WriteLine($"cat {cgroup.Name}: {text.TrimEnd()}");

        string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        checks.Equal($"the id of {cgroup.Name}", cgroup.Id.ToString(CultureInfo.InvariantCulture), fields.ElementAtOrDefault(0));
        checks.Equal($"the name of {cgroup.Name}", cgroup.Name, fields.ElementAtOrDefault(1));
        string descendants = ReadStatistic(cgroup, "nr_descendants");
        string dying = ReadStatistic(cgroup, "nr_dying_descendants");
        checks.Equal($"the level of {cgroup.Name}", $"level={LevelOf(cgroup)}", fields.ElementAtOrDefault(2));
        checks.Equal($"the descendants of {cgroup.Name}", $"descendants={descendants}", fields.ElementAtOrDefault(3));
        checks.Equal($"the dying descendants of {cgroup.Name}", $"dying={dying}", fields.ElementAtOrDefault(4));
        checks.Equal($"the readings of {cgroup.Name}", "reads=1", fields.ElementAtOrDefault(5));
        checks.Equal($"nobody reads {cgroup.Name}", cgroup.Id, Ids(Command.RunAsNobody("cat", pin).Output).FirstOrDefault());

        File.Delete(pin);
        checks.Equal($"unpinned, {cgroup.Name} is gone", false, File.Exists(pin));
    }

    private static int LevelOf(TemporaryCgroup cgroup) => Path.GetRelativePath(Mount.Find("cgroup2")!, cgroup.Path).Split('/').Length;

    private static string ReadStatistic(TemporaryCgroup cgroup, string name) =>
        File.ReadLines(Path.Combine(cgroup.Path, "cgroup.stat")).Single(line => line.StartsWith($"{name} ")).Split(' ')[1];

    private static IEnumerable<ulong> Ids(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => ulong.Parse(line.TrimStart().Split(' ')[0], CultureInfo.InvariantCulture));
}
