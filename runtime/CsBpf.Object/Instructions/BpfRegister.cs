namespace CsBpf.Object.Instructions;

/// <summary>A register of the eBPF machine.</summary>
public enum BpfRegister : byte
{
    /// <summary>Return value of calls and of the program; clobbered by calls.</summary>
    R0,

    /// <summary>First argument (the context, on entry); clobbered by calls.</summary>
    R1,

    /// <summary>Second argument; clobbered by calls.</summary>
    R2,

    /// <summary>Third argument; clobbered by calls.</summary>
    R3,

    /// <summary>Fourth argument; clobbered by calls.</summary>
    R4,

    /// <summary>Fifth argument; clobbered by calls.</summary>
    R5,

    /// <summary>Preserved by calls.</summary>
    R6,

    /// <summary>Preserved by calls.</summary>
    R7,

    /// <summary>Preserved by calls.</summary>
    R8,

    /// <summary>Preserved by calls.</summary>
    R9,

    /// <summary>The frame pointer, read-only: the end of the function's stack frame of 512 bytes.</summary>
    R10,
}
