namespace CsBpf;

/// <summary>
/// A view of kernel state: the method is called for each kernel object of the kind that its parameter names and writes text to the
/// <c>SeqFile</c>; exposed, it is a file that anyone can <c>cat</c>. Lowers to an <c>iter/*</c> program (Linux 5.8; cgroup views: 6.1).
/// <code>[BpfView] int Show(SeqFile f, Cgroup cg)</code>
/// </summary>
/// <remarks>
/// The parameters decide what is iterated over: <c>Task</c> tasks, <c>Task</c> and <c>file</c> their files, <c>Task</c> and <c>vm_area_struct</c> their
/// memory, <c>Map</c> maps, <c>Map</c> with <c>TKey key</c> or <c>TValue value</c> the entries of a map, <c>Map</c>, <c>sock</c> and <c>TKey key</c> those of
/// a map of sockets, <c>Map</c>, <c>sock</c> and <c>TValue value</c> the storage of sockets, <c>Prog</c> programs, <c>Link</c> links, <c>Cgroup</c> cgroups,
/// <c>sock_common</c> TCP sockets, <c>udp_sock</c>, <c>unix_sock</c>, <c>netlink_sock</c> the others, <c>fib6_info</c> routes of IPv6, <c>kallsym_iter</c>
/// symbols, <c>kmem_cache</c> and <c>dma_buf</c> memory.
/// A non-nullable object parameter is never null: the kernel's closing call without an object returns 0 before the body runs. Declare it
/// nullable (<c>Cgroup? cg</c>) to see that call too. The method returns 0 to go on, 1 to have the object shown again with a larger buffer;
/// another result, which the kernel would refuse, is a fault.
/// </remarks>
[ProgramSection("iter/{target}", Program = typeof(IteratorProgram), LargestResult = 1)]
public sealed class BpfViewAttribute : BpfProgramAttribute
{
    /// <summary>What the program returns when it faults (null map slot, index out of range, division by zero). Default: 0.</summary>
    public int OnFault { get; init; }

    /// <inheritdoc/>
    public override int FaultValue => OnFault;
}
