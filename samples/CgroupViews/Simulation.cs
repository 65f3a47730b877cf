using CsBpf;
using CsBpf.Kernel;

/// <summary>The same program on the CLR: an ordinary object with an ordinary method, over cgroups that were made up.</summary>
internal static class Simulation
{
    /// <summary>Shows each cgroup twice, as two readings of its file would.</summary>
    /// <param name="output">Where the text goes.</param>
    public static void Run(TextWriter output)
    {
        var root = new Cgroup { Id = 1, Name = "", DescendantCount = 2 };
        var app = new Cgroup { Id = 4711, Name = "app.slice", Parent = root, Level = 1, DescendantCount = 1 };
        var web = new Cgroup { Id = 4712, Name = "web.service", Parent = app, Level = 2, DyingDescendantCount = 1 };

        var views = new CgroupViews();
        var simulation = new BpfSimulation();
        foreach (var cgroup in (Cgroup[])[root, app, web, root, app, web])
        {
            var file = new SeqFile();
            simulation.Run(views.Show, file, cgroup);
            output.Write(file);
        }
    }
}
