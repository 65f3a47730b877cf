using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program that user space runs (<see cref="SyscallAttribute"/>, Linux 5.14).</summary>
public sealed class SyscallProgram : LoadedProgram
{
    internal SyscallProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>Runs the program.</summary>
    /// <returns>What it returned.</returns>
    /// <exception cref="BpfException">The kernel refused to run it.</exception>
    public int Run() => TestRun().ReturnValue;

    /// <summary>Runs the program on a struct that both sides share.</summary>
    /// <param name="argument">Given to the program, and changed as it leaves it.</param>
    /// <typeparam name="T">The struct that the program's parameter has.</typeparam>
    /// <returns>What the program returned.</returns>
    /// <exception cref="BpfException">The kernel refused to run it.</exception>
    public int Run<T>(ref T argument)
        where T : unmanaged => TestRun(context: MemoryMarshal.AsBytes(new Span<T>(ref argument))).ReturnValue;
}
