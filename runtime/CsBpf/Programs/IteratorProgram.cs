using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program that the kernel calls for each of its objects of a kind, to write about them (Linux 5.8).</summary>
public sealed class IteratorProgram : LoadedProgram
{
    internal IteratorProgram(ProgramHandle handle, string name, string? target, VerifierLog? log = null)
        : base(handle, name, target, log)
    {
    }

    /// <summary>Makes a file-like link that runs the program over the kernel's objects, each time that it is read.</summary>
    /// <param name="target">What to walk over; null for all objects of the program's kind.</param>
    /// <exception cref="BpfException">The target does not fit the program's kind, or the kernel refuses it.</exception>
    public IteratorLink Attach(IteratorTarget? target = null)
    {
        var operation = new Operation(
            "attach the iterator",
            Name,
            CapabilitySet.Bpf | CapabilitySet.PerfMon,
            $"an iterator over {Target} does not take {target?.ToString() ?? "no target"}");
        // The kernel has a default for all kinds but this one, which asks for an order.
        if (Target == "cgroup")
            target ??= IteratorTarget.Cgroup(0, CgroupOrder.DescendantsPreOrder);
        return new IteratorLink(target is null
            ? LinkCalls.CreateIterator(Handle, default, hasTarget: false, operation)
            : target.Link(Handle, operation));
    }

    /// <summary>
    /// Makes the program's view of one cgroup a file: in bpffs, in a tree of directories that mirrors the cgroup hierarchy (Linux 6.1).
    /// </summary>
    /// <param name="cgroupPath">The cgroup's directory.</param>
    /// <param name="name">The name of the file; escaped where bpffs does not take it. A view of that name is replaced.</param>
    /// <param name="options">How; null for a file that everyone may read.</param>
    /// <exception cref="InvalidOperationException">The program does not iterate over cgroups.</exception>
    /// <exception cref="ArgumentException">The path is no cgroup of version 2, or the name cannot be that of a file.</exception>
    /// <exception cref="BpfException">There is no such cgroup, or the kernel refuses.</exception>
    public ExposedView Expose(string cgroupPath, string name, ViewOptions? options = null)
    {
        if (Target is not "cgroup")
            throw new InvalidOperationException($"{Name} iterates over {Target}, not over cgroups: expose it by a path in bpffs.");
        return new CgroupMirror((options ??= new ViewOptions()).BpfFileSystemPath).Expose(this, cgroupPath, name, options);
    }

    /// <summary>Makes the program's view of all objects of its kind a file.</summary>
    /// <param name="path">A path in bpffs, in a directory that exists. A file that is there is replaced.</param>
    /// <param name="options">The file's mode and owner; null for a file that everyone may read.</param>
    /// <exception cref="ArgumentException">The last part of the path has what bpffs does not take: a dot.</exception>
    /// <exception cref="BpfException">The path is not in bpffs, or the kernel refuses.</exception>
    public ExposedView Expose(string path, ViewOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        string fileName = Path.GetFileName(full);
        if (BpfFileName.Escape(fileName) != fileName)
            throw new ArgumentException(
                $"bpffs takes no file '{fileName}': a name there has no dot and no backslash, and begins with no tilde.", nameof(path));

        var link = Attach();
        try
        {
            ViewFile.Place(link, full, options ?? new ViewOptions());
            return new ExposedView(link, full, fileName);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>What a program that the kernel holds iterates over; null where it is no iterator.</summary>
    internal static string? TargetOf(in ProgramInfoRecord record)
    {
        const string prefix = "bpf_iter_";
        if (record.AttachBtfId == 0 || record.AttachBtfId >= KernelBtf.Running.Count)
            return null;
        string function = KernelBtf.Running.NameOf(record.AttachBtfId);
        return function.StartsWith(prefix, StringComparison.Ordinal) ? function[prefix.Length..] : null;
    }
}
