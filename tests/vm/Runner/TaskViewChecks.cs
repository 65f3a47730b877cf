using System.Diagnostics;
using System.Globalization;
using CsBpf.Testing;

namespace CsBpf.VmRunner;

/// <summary>The task view's figures are those of /proc.</summary>
internal static class TaskViewChecks
{
    /// <summary>Reads the view of a process that sleeps in a cgroup of its own, and the process's files in /proc.</summary>
    public static void Run(byte[] objectBytes, Checks checks)
    {
        KernelLayout.Print(
            ("task_struct", "tgid"), ("task_struct", "comm"), ("task_struct", "real_parent"), ("task_struct", "start_boottime"),
            ("task_struct", "mm"), ("task_struct", "fs"), ("signal_struct", "nr_threads"), ("mm_struct", "exe_file"),
            ("mm_struct", "start_code"), ("file", "f_inode"), ("css_set", "dfl_cgrp"));
        using var cgroup = new TemporaryCgroup();
        using var process = Process.Start("sleep", "300");
        try
        {
            cgroup.Add(process.Id);
            if (checks.Load(objectBytes, "TaskView") is not { } loaded)
                return;

            using (loaded)
            using (IteratorLink link = loaded.Program<IteratorProgram>("Show").Attach(IteratorTarget.Process(process.Id)))
                Compare(link.ReadAllText(), ReadProcess(process.Id, cgroup.Id), checks);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static void Compare(string view, IEnumerable<(string Name, string Value)> truth, Checks checks)
    {
        var fields = view.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .ToDictionary(field => field[0], field => field[1]);
        foreach (var (name, value) in truth)
            checks.Equal($"task {name} {value}", value, fields.GetValueOrDefault(name));
        checks.Equal("a task view has no other fields", truth.Count(), fields.Count);
    }

    private static (string Name, string Value)[] ReadProcess(int id, ulong cgroup)
    {
        string directory = $"/proc/{id}";
        // The name of the process is in parentheses: what is behind it is fields between spaces, from the third on.
        string stat = File.ReadAllText($"{directory}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        string Field(int number) => fields[number - 3];
        string Status(string name) => File.ReadLines($"{directory}/status").Single(line => line.StartsWith($"{name}:")).Split('\t')[1];

        return
        [
            ("process", id.ToString(CultureInfo.InvariantCulture)),
            ("parent", Field(4)),
            ("name", File.ReadAllText($"{directory}/comm").Trim()),
            ("uid", Status("Uid")),
            ("flags", Field(9)),
            ("nice", Field(19)),
            ("threads", Field(20)),
            ("start", Field(22)),
            ("switches", Status("voluntary_ctxt_switches")),
            ("executable", Inode($"{directory}/exe")),
            ("code", Field(26)),
            ("directory", Inode($"{directory}/cwd")),
            ("cgroup", cgroup.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private static string Inode(string path) => Command.Output("stat", "-L", "-c", "%i", path).Trim();
}
