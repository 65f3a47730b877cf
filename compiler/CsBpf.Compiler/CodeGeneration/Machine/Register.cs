using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Machine;

/// <summary>A register of the machine (r0–r10), or a virtual one that stands for it until registers are allocated.</summary>
/// <param name="Index">0–10 for the machine's own; the virtual ones follow.</param>
internal readonly record struct Register(int Index)
{
    /// <summary>How many registers the machine has, the frame pointer among them.</summary>
    public const int MachineCount = 11;

    /// <summary>How many of them can hold values: r0–r9.</summary>
    public const int AllocatableCount = 10;

    /// <summary>Calls leave r6–r9 alone and overwrite those below.</summary>
    public const int FirstPreserved = 6;

    /// <summary>How many arguments a call takes at most, in r1–r5.</summary>
    public const int MaxArguments = Function.MaxParameters;

    /// <summary>The end of the stack frame.</summary>
    public static readonly Register FramePointer = BpfRegister.R10;

    /// <summary>Where results are.</summary>
    public static readonly Register Result = BpfRegister.R0;

    /// <summary>True for a virtual register.</summary>
    public bool IsVirtual => Index >= MachineCount;

    /// <summary>The machine's register; meaningful when it is not virtual.</summary>
    public BpfRegister Machine => (BpfRegister)Index;

    /// <summary>The register that carries an argument.</summary>
    /// <param name="number">The argument, from 0.</param>
    public static Register Argument(int number) => new(number + 1);

    /// <summary>A register of the machine.</summary>
    public static implicit operator Register(BpfRegister register) => new((int)register);

    /// <inheritdoc/>
    public override string ToString() => IsVirtual ? $"v{Index - MachineCount}" : $"r{Index}";
}
