namespace CsBpf;

/// <summary>
/// A view of kernel state: the method is called for each kernel object of the kind that its parameter names and writes text to the
/// <c>SeqFile</c>; exposed, it is a file that anyone can <c>cat</c>. Lowers to an <c>iter/*</c> program (Linux 5.8; cgroup views: 6.1).
/// <code>[BpfView] int Show(SeqFile f, Cgroup cg)</code>
/// </summary>
/// <remarks>
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
