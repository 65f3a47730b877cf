using CsBpf;
using CsBpf.Kernel;

/// <summary>The kernel's own pair of preloaded iterators (<c>kernel/bpf/preload/iterators</c>): all maps, and all programs, one a line.</summary>
[BpfObject(License = "GPL")]
public partial class BpffsDebug
{
    [BpfView]
    public int DumpMap(SeqFile f, IteratorMeta meta, Map map)
    {
        if (meta.SequenceNumber == 0)
            f.Print("  id name             max_entries  cur_entries\n");

        long entries = 0;
        if (Core.KfuncExists(Kfuncs.MapSumElemCount))
            entries = Kfuncs.MapSumElemCount(map);
        f.Print($"{map.Id,4} {map.Name,-16}  {(int)map.MaxEntries,10}   {entries,10}\n");
        return 0;
    }

    [BpfView]
    public int DumpProgram(SeqFile f, IteratorMeta meta, Prog prog)
    {
        if (meta.SequenceNumber == 0)
            f.Print("  id name             attached\n");

        f.Print($"{prog.Id,4} {FullName(prog),-16} {prog.AttachFunctionName} {TargetName(prog)}\n");
        return 0;
    }

    /// <summary>The name that the source gave: the kernel keeps 15 bytes of it, the program's BTF all.</summary>
    private static KernelString FullName(Prog prog)
    {
        var btf = prog.Btf;
        var function = prog.FunctionInfo;
        if (btf is null || function is null)
            return prog.Name;

        uint name = btf.types[function.type_id]?.name_off ?? 0;
        return name < btf.hdr.str_len ? btf.strings + name : prog.Name;
    }

    private static KernelString TargetName(Prog prog) => prog.Target is { } target ? target.Name : default;
}
