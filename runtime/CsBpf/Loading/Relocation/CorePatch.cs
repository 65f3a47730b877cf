using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

namespace CsBpf.Relocation;

/// <summary>Puts the kernel's answer into an instruction.</summary>
internal static class CorePatch
{
    /// <summary>
    /// The number of no helper: the verifier prints it when a program gets to an instruction that cannot run. libbpf's, <c>0xbad2310</c>.
    /// </summary>
    public const int UnreachableHelper = 195896080;

    /// <exception cref="ObjectFormatException">The instruction is none that takes such an answer, or holds another one than the object's
    /// types give.</exception>
    public static void Apply(LinkedProgram program, int slot, in CoreAnswer answer)
    {
        if ((uint)slot >= (uint)program.Slots.Count)
            throw Problem(answer, "is outside of the program");

        var instruction = program.Slots[slot];
        bool isMemory = instruction.IsLoad || instruction.IsStore || instruction.IsAtomic;
        if (!isMemory && !(instruction is { IsAlu: true, UsesSourceRegister: false } or { IsWideLoad: true, PseudoLoad: PseudoLoad.None }))
            throw Problem(answer, "is on an instruction that takes none");

        if (answer.After is not { } after)
            program.Poison(slot, UnreachableHelper, $"this kernel has no {answer.Access}");
        else if (isMemory)
            PatchMemory(program, slot, instruction, answer, after);
        else
            program.Slots[slot] = PatchImmediate(instruction, answer, after);
    }

    private static BpfInstruction PatchImmediate(BpfInstruction instruction, in CoreAnswer answer, CoreValue after)
    {
        long value = (long)after.Value;
        if (instruction.IsWideLoad)
        {
            bool agrees = (ulong)instruction.Immediate == answer.Before.Value || instruction.Immediate == (int)answer.Before.Value;
            Verify(answer, instruction.Immediate, agrees);
            return instruction with { Immediate = value };
        }

        Verify(answer, instruction.Immediate, (uint)instruction.Immediate == (uint)answer.Before.Value);
        return value is >= int.MinValue and <= uint.MaxValue
            ? instruction with { Immediate = (int)value }
            : throw Problem(answer, $"is {value} in this kernel, which an immediate of 32 bits cannot hold");
    }

    private static void PatchMemory(LinkedProgram program, int slot, BpfInstruction instruction, in CoreAnswer answer, CoreValue after)
    {
        Verify(answer, instruction.Offset, (ulong)instruction.Offset == answer.Before.Value);
        if (after.Value > (ulong)short.MaxValue)
            throw Problem(answer, $"is {after.Value} bytes into its type in this kernel, which an instruction cannot reach");

        var patched = instruction with { Offset = (short)after.Value };
        if (after.FieldSize != answer.Before.FieldSize)
        {
            if (!CanResize(answer))
            {
                program.Poison(
                    slot,
                    UnreachableHelper,
                    $"{answer.Access} has {after.FieldSize} bytes in this kernel and {answer.Before.FieldSize} in the object, " +
                    "which only pointers and unsigned numbers may");
                return;
            }

            patched = Resize(patched, answer, after);
        }

        program.Slots[slot] = patched;
    }

    /// <summary>
    /// Zero-extension keeps the value of pointers (of 32 bits in some kernels) and of unsigned numbers, whatever their size.
    /// </summary>
    private static bool CanResize(in CoreAnswer answer)
    {
        if (answer.Before.FieldType == 0 || answer.After is not { FieldType: not 0 } after)
            return false;
        return (answer.Access.Types[answer.Before.FieldType], answer.Target!.Types[after.FieldType]) switch
        {
            (BtfPointer, BtfPointer) => true,
            (BtfInt local, BtfInt target) => !local.IsSigned && !target.IsSigned,
            _ => false,
        };
    }

    private static BpfInstruction Resize(BpfInstruction instruction, in CoreAnswer answer, CoreValue after)
    {
        if (instruction.MemorySize.Bytes() != answer.Before.FieldSize)
            throw Problem(answer, $"is of {answer.Before.FieldSize} bytes, the instruction of {instruction.MemorySize.Bytes()}");

        return after.FieldSize switch
        {
            1 => instruction.WithMemorySize(MemorySize.Byte),
            2 => instruction.WithMemorySize(MemorySize.Half),
            4 => instruction.WithMemorySize(MemorySize.Word),
            8 => instruction.WithMemorySize(MemorySize.DoubleWord),
            _ => throw Problem(answer, $"has {after.FieldSize} bytes in this kernel, which no instruction reads"),
        };
    }

    private static void Verify(in CoreAnswer answer, long found, bool agrees)
    {
        if (answer.Before.IsCertain && !agrees)
            throw Problem(answer, $"is on an instruction with {found}, and the object's types give {answer.Before.Value}");
    }

    private static ObjectFormatException Problem(in CoreAnswer answer, string problem) =>
        new($"the CO-RE relocation {answer.Kind} of {answer.Access} {problem}", 0, ".BTF.ext");
}
