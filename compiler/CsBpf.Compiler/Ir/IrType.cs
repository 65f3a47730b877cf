namespace CsBpf.Compiler.Ir;

/// <summary>
/// The type of an SSA value. C# computes in 32 and 64 bits only: smaller integers exist in memory and are widened by the load.
/// Signedness belongs to the operations.
/// </summary>
public enum IrType
{
    /// <summary>No value.</summary>
    Void,

    /// <summary>The result of a comparison: 0 or 1.</summary>
    Bool,

    /// <summary>A 32-bit integer.</summary>
    I32,

    /// <summary>A 64-bit integer.</summary>
    I64,

    /// <summary>An address that the program reads and writes by itself: stack, map value, global, context of user data. May be null after a lookup.</summary>
    Pointer,

    /// <summary>An address in the kernel's memory, read through <see cref="Opcode.KernelLoad"/>. May be null.</summary>
    KernelPointer,
}
