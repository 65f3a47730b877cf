using CsBpf;
using CsBpf.Kernel;

/// <summary>A text file for each cgroup: who it is, how it stands in the hierarchy, and how often the file was read.</summary>
[BpfObject(License = "GPL")]
public partial class CgroupViews
{
    /// <summary>How often the view of a cgroup was read, by the cgroup's id.</summary>
    public readonly BpfHashMap<ulong, long> Reads = new(maxEntries: 10_240);

    [BpfView]
    public int Show(SeqFile f, Cgroup cg)
    {
        ref long reads = ref Reads.GetOrAdd(cg.Id);
        reads++;

        f.Print($"{cg.Id,8} {cg.Name,-24} level={cg.Level} descendants={cg.DescendantCount} dying={cg.DyingDescendantCount} reads={reads}\n");
        return 0;
    }
}
