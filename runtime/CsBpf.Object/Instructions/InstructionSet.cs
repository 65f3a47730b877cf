using System.Collections.Frozen;

namespace CsBpf.Object.Instructions;

/// <summary>Which combinations of fields are instructions.</summary>
internal static class InstructionSet
{
    private static readonly FrozenSet<long> Atomics = Enum.GetValues<AtomicOperation>().Select(operation => (long)operation).ToFrozenSet();

    /// <summary>What is wrong with an instruction that was decoded, or null.</summary>
    public static string? ProblemOf(BpfInstruction instruction)
    {
        if (!IsKnown(instruction))
            return $"opcode 0x{instruction.Opcode:x2} is no instruction in this form";

        if (instruction.Destination > BpfRegister.R10)
            return $"register {(int)instruction.Destination} does not exist";

        return ReadsSource(instruction) && instruction.SourceRegister > BpfRegister.R10
            ? $"register {instruction.Source} does not exist"
            : null;
    }

    private static bool IsKnown(BpfInstruction instruction) => instruction.Class switch
    {
        InstructionClass.Alu32 or InstructionClass.Alu64 => IsKnownAlu(instruction),
        InstructionClass.Jump => IsKnownJump(instruction),
        InstructionClass.Jump32 => instruction.Opcode == Code.JumpLong || IsCondition(instruction.Opcode),
        InstructionClass.Load => IsKnownLoad(instruction),
        InstructionClass.LoadRegister => (instruction.Opcode & Code.ModeMask) switch
        {
            Code.ModeMemory => true,
            Code.ModeMemorySigned => instruction.MemorySize != MemorySize.DoubleWord,
            _ => false,
        },
        InstructionClass.Store => (instruction.Opcode & Code.ModeMask) == Code.ModeMemory,
        _ => (instruction.Opcode & Code.ModeMask) switch
        {
            Code.ModeMemory => true,
            Code.ModeAtomic => Atomics.Contains(instruction.Immediate)
                && (instruction.MemorySize >= MemorySize.Word || instruction.AtomicOperation >= AtomicOperation.LoadAcquire),
            _ => false,
        },
    };

    private static bool IsKnownAlu(BpfInstruction instruction) => (instruction.Opcode & Code.OperationMask) switch
    {
        Code.End => instruction.Immediate is 16 or 32 or 64
            && (instruction.Class is InstructionClass.Alu32 || !instruction.UsesSourceRegister),
        Code.Neg => !instruction.UsesSourceRegister,
        Code.Div or Code.Mod => instruction.Offset is 0 or 1,
        Code.Mov => instruction.Offset == 0 || (instruction.UsesSourceRegister && IsKnownMove(instruction)),
        var operation => operation < Code.End,
    };

    private static bool IsKnownMove(BpfInstruction instruction) => instruction.Offset switch
    {
        8 or 16 => true,
        32 or Code.AddressSpaceCast or Code.PerCpuAddress => instruction.Class is InstructionClass.Alu64,
        _ => false,
    };

    private static bool IsKnownJump(BpfInstruction instruction) => instruction.Opcode switch
    {
        Code.Jump or Code.MayGoto or Code.ExitImmediate or Code.CallRegister => true,
        Code.CallImmediate => instruction.CallTarget <= CallTarget.Kfunc,
        _ => IsCondition(instruction.Opcode),
    };

    private static bool IsCondition(byte opcode) => Enum.IsDefined((JumpCondition)(opcode & Code.OperationMask));

    private static bool IsKnownLoad(BpfInstruction instruction) => (instruction.Opcode & Code.ModeMask) switch
    {
        Code.ModeImmediate => instruction.IsWideLoad && instruction.PseudoLoad <= PseudoLoad.MapIndexValue,
        Code.ModeAbsolute or Code.ModeIndirect => instruction.MemorySize != MemorySize.DoubleWord,
        _ => false,
    };

    private static bool ReadsSource(BpfInstruction instruction) => instruction.Class switch
    {
        InstructionClass.LoadRegister or InstructionClass.StoreRegister => true,
        InstructionClass.Alu32 or InstructionClass.Alu64 or InstructionClass.Jump or InstructionClass.Jump32 =>
            instruction.UsesSourceRegister,
        _ => (instruction.Opcode & Code.ModeMask) == Code.ModeIndirect,
    };
}
