namespace CsBpf.Object.Instructions;

/// <summary>The bits of the opcode, as <c>linux/bpf_common.h</c> and <c>linux/bpf.h</c> name them.</summary>
internal static class Code
{
    public const byte ClassMask = 0x07;
    public const byte SizeMask = 0x18;
    public const byte ModeMask = 0xe0;
    public const byte OperationMask = 0xf0;

    public const byte SizeWord = 0x00;
    public const byte SizeHalf = 0x08;
    public const byte SizeByte = 0x10;
    public const byte SizeDoubleWord = 0x18;

    public const byte ModeImmediate = 0x00;
    public const byte ModeAbsolute = 0x20;
    public const byte ModeIndirect = 0x40;
    public const byte ModeMemory = 0x60;
    public const byte ModeMemorySigned = 0x80;
    public const byte ModeAtomic = 0xc0;

    public const byte FromRegister = 0x08;

    public const byte Div = 0x30;
    public const byte Neg = 0x80;
    public const byte Mod = 0x90;
    public const byte Mov = 0xb0;
    public const byte End = 0xd0;

    public const byte Always = 0x00;
    public const byte Call = 0x80;
    public const byte Exit = 0x90;

    public const byte WideLoad = SizeDoubleWord | ModeImmediate | (byte)InstructionClass.Load;
    public const byte Jump = Always | (byte)InstructionClass.Jump;
    public const byte JumpLong = Always | (byte)InstructionClass.Jump32;
    public const byte MayGoto = 0xe0 | (byte)InstructionClass.Jump;
    public const byte CallImmediate = Call | (byte)InstructionClass.Jump;
    public const byte CallRegister = Call | FromRegister | (byte)InstructionClass.Jump;
    public const byte ExitImmediate = Exit | (byte)InstructionClass.Jump;

    /// <summary>The offset of a move that casts between address spaces.</summary>
    public const short AddressSpaceCast = 1;

    /// <summary>The offset of a move that takes the address of a per-CPU variable on this CPU.</summary>
    public const short PerCpuAddress = -1;

    public static byte Of(MemorySize size) => size switch
    {
        MemorySize.Byte => SizeByte,
        MemorySize.Half => SizeHalf,
        MemorySize.Word => SizeWord,
        _ => SizeDoubleWord,
    };
}
