using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program that the kernel calls for each of its objects of a kind, to write about them (Linux 5.8).</summary>
public sealed class IteratorProgram : LoadedProgram
{
    internal IteratorProgram(ProgramHandle handle, string name, ProgramSpec? spec, VerifierLog? log)
        : base(handle, name, spec, log)
    {
    }

    /// <summary>Makes a file-like link that runs the program over the kernel's objects, each time that it is read.</summary>
    /// <param name="target">What to walk over; null for all objects of the program's kind.</param>
    /// <exception cref="BpfException">The target does not fit the program's kind, or the kernel refuses it.</exception>
    public IteratorLink Attach(IteratorTarget? target = null)
    {
        var operation = new Operation("attach the iterator", Name, CapabilitySet.Bpf | CapabilitySet.PerfMon);
        return new IteratorLink(target is null
            ? LinkCalls.CreateIterator(Handle, default, hasTarget: false, operation)
            : target.Link(Handle, operation));
    }
}
