namespace CsBpf;

/// <summary>
/// A program that runs where a function of a program or library of user space begins (Linux 4.3), with its arguments: numbers, and addresses of
/// its memory as numbers. Which function, its attribute says, or user space where it attaches the program. On x86-64.
/// <code>[Uprobe] void Malloc(ulong size)</code>
/// </summary>
/// <remarks>The first six arguments are in registers; floating-point numbers are not among them. The kernel does not look at the result.</remarks>
[ProgramSection("uprobe/{name}", Program = typeof(UprobeProgram), Registers = typeof(ProbeArguments))]
public sealed class UprobeAttribute : BpfProgramAttribute
{
    /// <summary>A program that is attached to a file's function by name.</summary>
    public UprobeAttribute()
    {
    }

    /// <summary>A program for a function.</summary>
    /// <param name="function">The path of the file and the name of the function: <c>/usr/lib/libc.so.6:malloc</c>.</param>
    public UprobeAttribute(string function)
    {
        Function = function;
    }

    /// <summary>The file and the function; null where user space says it.</summary>
    public string? Function { get; }

    /// <inheritdoc/>
    public override int FaultValue => 0;
}

/// <summary>
/// A program that runs where a function of a program or library of user space has ended (Linux 4.3): its parameter, if it has one, is the
/// function's result. On x86-64.
/// <code>[Uretprobe] void Malloc(nuint address)</code>
/// </summary>
/// <remarks>The kernel does not look at the program's result.</remarks>
[ProgramSection("uretprobe/{name}", Program = typeof(UprobeProgram), Registers = typeof(ProbeResult))]
public sealed class UretprobeAttribute : BpfProgramAttribute
{
    /// <inheritdoc cref="UprobeAttribute()"/>
    public UretprobeAttribute()
    {
    }

    /// <inheritdoc cref="UprobeAttribute(string)"/>
    public UretprobeAttribute(string function)
    {
        Function = function;
    }

    /// <summary>The file and the function; null where user space says it.</summary>
    public string? Function { get; }

    /// <inheritdoc/>
    public override int FaultValue => 0;
}
