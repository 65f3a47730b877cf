using CsBpf.Testing;

namespace CsBpf.VmRunner;

/// <summary>The lists of maps and programs have those that are there; entries are counted where the kernel can.</summary>
internal static class BpffsDebugChecks
{
    private const string CountingFunction = "bpf_map_sum_elem_count";

    /// <summary>Loads a map with entries and a program, and looks for both.</summary>
    /// <param name="objectBytes">samples/BpffsDebug.</param>
    /// <param name="listed">samples/CgroupViews: what is to be listed.</param>
    /// <param name="checks">Where the checks go.</param>
    public static void Run(byte[] objectBytes, byte[] listed, Checks checks)
    {
        KernelLayout.Print(
            ("bpf_map", "id"), ("bpf_map", "name"), ("bpf_map", "max_entries"), ("bpf_prog", "aux"),
            ("bpf_prog_aux", "id"), ("bpf_prog_aux", "name"), ("bpf_prog_aux", "func_info"), ("bpf_prog_aux", "btf"));
        if (checks.Load(objectBytes, "BpffsDebug") is not { } debug)
            return;

        using (debug)
        using (LoadedObject views = LoadedObject.Load(BpfObjectSpec.Read(listed, "CgroupViews")))
        {
            var map = views.Map("Reads");
            foreach (ulong key in (ulong[])[1, 2, 3])
                map.Set(BitConverter.GetBytes(key), BitConverter.GetBytes(0L));
            int entries = Requirement.KernelSymbol(CountingFunction) is null ? 3 : 0;
            var program = views.Program("Show");

            CheckLine(debug, "DumpMap", $"{map.Id,4} {"Reads",-16}  {map.MaxEntries,10}   {entries,10}", checks);
            CheckLine(debug, "DumpProgram", $"{program.Id,4} {"Show",-16} bpf_iter_cgroup ", checks);
            CheckLine(debug, "DumpProgram", $"{debug.Program("DumpProgram").Id,4} {"DumpProgram",-16} bpf_iter_bpf_prog ", checks);
        }
    }

    private static void CheckLine(LoadedObject debug, string program, string line, Checks checks)
    {
        using IteratorLink link = debug.Program<IteratorProgram>(program).Attach();
        string[] lines = link.ReadAllText().Split('\n');
        checks.Equal($"{program} has '{line}'", line, lines.FirstOrDefault(candidate => candidate == line) ?? string.Join('|', lines));
    }
}
