namespace CsBpf;

/// <summary>
/// A program that runs instead of a function of the kernel where its result is not 0 (Linux 5.7): the function then returns that. Where it is 0, the
/// function runs. The kernel has such programs for security hooks and functions that allow the injection of errors.
/// <code>[FmodRet("__x64_sys_getpgid")] int GetGroup() => -1;</code>
/// </summary>
/// <remarks>The value that the method takes as <see cref="ReturnValueAttribute"/> is the result of the program before, or 0.</remarks>
/// <param name="function">The function's name.</param>
[ProgramSection(
    "fmod_ret/{name}",
    Program = typeof(TracingProgram),
    Arguments = "CsBpf.Kernel.Functions.{name}",
    HasTrustedArguments = true,
    PassesResult = true,
    HasWideResult = true)]
public sealed class FmodRetAttribute(string function) : BpfProgramAttribute
{
    /// <summary>The function's name.</summary>
    public string Function { get; } = function;

    /// <summary>What the program returns when it faults: 0, the function runs.</summary>
    public int OnFault { get; set; }

    /// <inheritdoc/>
    public override int FaultValue => OnFault;
}
