using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Cgroups that programs ask about (Linux 4.8): whether a task, or the socket of a packet, is in one or below it.</summary>
[MapType(BpfMapType.CgroupArray, Key = typeof(uint), Value = typeof(uint), Since = "4.8", SinceInSleepable = "")]
public sealed class BpfCgroupArray : BpfMap
{
    private readonly HashSet<uint> _simulated = [];

    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of entries, at least 1.</param>
    public BpfCgroupArray([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
    }

    private protected override BpfMapType Type => BpfMapType.CgroupArray;

    private protected override int KeySize => sizeof(uint);

    private protected override int ValueSize => sizeof(uint);

    /// <summary>Whether the current task is in the cgroup of an entry, or below it (Linux 4.9). On the CLR: whether <see cref="Set"/> has put in one.</summary>
    /// <param name="index">The entry.</param>
    /// <returns>1 where it is, 0 where it is not, less than 0 where the entry is empty.</returns>
    [Helper(37, Name = "bpf_current_task_under_cgroup", Since = "4.9", Programs = ProgramKinds.Tracing)]
    public int HasCurrentTask(uint index) => _simulated.Contains(index) ? 1 : -(int)Errno.EAGAIN;

    /// <summary>
    /// Whether the packet that the program was called with belongs to a socket of the cgroup of an entry, or below it (Linux 4.8). Only the program itself can ask
    /// (CSBPF0223).
    /// </summary>
    /// <param name="index">The entry.</param>
    /// <returns>1 where it does, 0 where it does not, less than 0 where the entry is empty or the packet has no socket.</returns>
    [Helper(33, Name = "bpf_skb_under_cgroup", Since = "4.8", TakesContext = true, Programs = "tc netkit")]
    public int HasSocket(uint index) => _simulated.Contains(index) ? 1 : -(int)Errno.EAGAIN;

    /// <summary>Puts a cgroup into an entry.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="path">The directory of the cgroup.</param>
    /// <exception cref="BpfException">There is no such cgroup, or no such entry.</exception>
    public void Set(uint index, string path)
    {
        using FileHandle handle = FileCalls.OpenRead(path);
        if (Loaded is null)
            _simulated.Add(index);
        else
            MapSlots.Set(Loaded, index, handle);
    }

    /// <summary>Empties an entry.</summary>
    /// <param name="index">The entry.</param>
    /// <returns>False where it was empty.</returns>
    public bool Remove(uint index) => Loaded is null ? _simulated.Remove(index) : MapSlots.Remove(Loaded, index);

    private protected override void UseKernel(LoadedMap map)
    {
    }
}
