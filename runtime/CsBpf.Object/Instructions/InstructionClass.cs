namespace CsBpf.Object.Instructions;

/// <summary>The class of an instruction: the lowest three bits of the opcode.</summary>
public enum InstructionClass : byte
{
    /// <summary>Wide immediates and the legacy packet loads.</summary>
    Load = 0x00,

    /// <summary>Loads through a register.</summary>
    LoadRegister = 0x01,

    /// <summary>Stores of an immediate.</summary>
    Store = 0x02,

    /// <summary>Stores of a register, and atomics.</summary>
    StoreRegister = 0x03,

    /// <summary>32-bit arithmetic.</summary>
    Alu32 = 0x04,

    /// <summary>Jumps on 64-bit comparisons, calls, exit.</summary>
    Jump = 0x05,

    /// <summary>Jumps on 32-bit comparisons.</summary>
    Jump32 = 0x06,

    /// <summary>64-bit arithmetic.</summary>
    Alu64 = 0x07,
}
