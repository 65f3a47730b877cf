using System.Buffers.Binary;
using System.Collections.Immutable;

namespace CsBpf.Object.Instructions;

/// <summary>Turns instructions into the bytes of a program section, and back.</summary>
public static class InstructionCodec
{
    /// <summary>The bytes of the instructions, in the byte order of the target.</summary>
    public static byte[] Encode(ReadOnlySpan<BpfInstruction> instructions, bool bigEndian = false)
    {
        int slots = 0;
        foreach (var instruction in instructions)
            slots += instruction.Slots;

        byte[] bytes = new byte[slots * BpfInstruction.SlotSize];
        var rest = bytes.AsSpan();
        foreach (var instruction in instructions)
            rest = rest[Encode(instruction, rest, bigEndian)..];

        return bytes;
    }

    /// <summary>Writes one instruction to the start of <paramref name="destination"/>.</summary>
    /// <returns>The number of bytes written: 8 or 16.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is too short.</exception>
    public static int Encode(BpfInstruction instruction, Span<byte> destination, bool bigEndian = false)
    {
        var (high, low) = bigEndian
            ? ((byte)instruction.Destination, instruction.Source)
            : (instruction.Source, (byte)instruction.Destination);
        byte registers = (byte)((high << 4) | low);
        WriteSlot(destination, instruction.Opcode, registers, instruction.Offset, (int)instruction.Immediate, bigEndian);
        if (!instruction.IsWideLoad)
            return BpfInstruction.SlotSize;

        WriteSlot(destination[BpfInstruction.SlotSize..], 0, 0, 0, (int)(instruction.Immediate >> 32), bigEndian);
        return 2 * BpfInstruction.SlotSize;
    }

    /// <summary>The instructions of a program section.</summary>
    /// <param name="bytes">The bytes of the section.</param>
    /// <param name="bigEndian">The byte order of the target.</param>
    /// <param name="section">The section's name, for errors.</param>
    /// <exception cref="ObjectFormatException">An instruction is cut short, or is none of the instruction set.</exception>
    public static ImmutableArray<BpfInstruction> Decode(ReadOnlySpan<byte> bytes, bool bigEndian = false, string section = "program") =>
        Decode(bytes, bigEndian, section, InstructionSet.ProblemOf);

    /// <summary>
    /// The instructions of a program section, whether or not they are of the instruction set: a kernel may be newer than it, and refuses
    /// what it does not know itself.
    /// </summary>
    /// <param name="bytes">The bytes of the section.</param>
    /// <param name="bigEndian">The byte order of the target.</param>
    /// <param name="section">The section's name, for errors.</param>
    /// <exception cref="ObjectFormatException">An instruction is cut short.</exception>
    public static ImmutableArray<BpfInstruction> DecodeAny(ReadOnlySpan<byte> bytes, bool bigEndian = false, string section = "program") =>
        Decode(bytes, bigEndian, section, problemOf: _ => null);

    private static ImmutableArray<BpfInstruction> Decode(
        ReadOnlySpan<byte> bytes, bool bigEndian, string section, Func<BpfInstruction, string?> problemOf)
    {
        var instructions = ImmutableArray.CreateBuilder<BpfInstruction>(bytes.Length / BpfInstruction.SlotSize);
        for (int offset = 0; offset < bytes.Length;)
        {
            var instruction = DecodeOne(bytes, offset, bigEndian, section, problemOf);
            instructions.Add(instruction);
            offset += instruction.Slots * BpfInstruction.SlotSize;
        }

        return instructions.DrainToImmutable();
    }

    private static BpfInstruction DecodeOne(
        ReadOnlySpan<byte> bytes, int offset, bool bigEndian, string section, Func<BpfInstruction, string?> problemOf)
    {
        var rest = bytes[offset..];
        if (rest.Length < BpfInstruction.SlotSize)
            throw new ObjectFormatException("the last instruction is cut short", offset, section);

        byte registers = rest[1];
        var (destination, source) = bigEndian ? (registers >> 4, registers & 0xf) : (registers & 0xf, registers >> 4);
        var instruction = new BpfInstruction(
            rest[0], (BpfRegister)destination, (byte)source, ReadInt16(rest[2..], bigEndian), ReadInt32(rest[4..], bigEndian));
        if (problemOf(instruction) is { } problem)
            throw new ObjectFormatException(problem, offset, section);

        if (!instruction.IsWideLoad)
            return instruction;

        rest = rest[BpfInstruction.SlotSize..];
        if (rest.Length < BpfInstruction.SlotSize || rest[..4].ContainsAnyExcept((byte)0))
            throw new ObjectFormatException("a 64-bit load lacks its second half", offset, section);

        return instruction with { Immediate = ((long)ReadInt32(rest[4..], bigEndian) << 32) | (uint)instruction.Immediate };
    }

    private static void WriteSlot(Span<byte> slot, byte opcode, byte registers, short offset, int immediate, bool bigEndian)
    {
        slot[0] = opcode;
        slot[1] = registers;
        if (bigEndian)
        {
            BinaryPrimitives.WriteInt16BigEndian(slot[2..], offset);
            BinaryPrimitives.WriteInt32BigEndian(slot[4..], immediate);
        }
        else
        {
            BinaryPrimitives.WriteInt16LittleEndian(slot[2..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(slot[4..], immediate);
        }
    }

    private static short ReadInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes);

    private static int ReadInt32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
}
