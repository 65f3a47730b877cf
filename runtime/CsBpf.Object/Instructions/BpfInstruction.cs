namespace CsBpf.Object.Instructions;

/// <summary>One eBPF instruction; a wide load is one value that holds its whole immediate.</summary>
/// <param name="Opcode">The operation code.</param>
/// <param name="Destination">The destination register.</param>
/// <param name="Source">The source register, or the pseudo source of a wide load or of a call.</param>
/// <param name="Offset">The displacement of a memory access, the distance of a jump, or a variant of the operation.</param>
/// <param name="Immediate">The immediate; 32 bits sign-extended, except for wide loads.</param>
/// <remarks>Made by the static factories, one for each form of the instruction set.</remarks>
public readonly partial record struct BpfInstruction(byte Opcode, BpfRegister Destination, byte Source, short Offset, long Immediate)
{
    /// <summary>The size of one slot, in bytes.</summary>
    public const int SlotSize = 8;

    /// <summary>The number of slots the instruction takes: 2 for wide loads, otherwise 1.</summary>
    public int Slots => IsWideLoad ? 2 : 1;

    /// <summary>The class of the instruction.</summary>
    public InstructionClass Class => (InstructionClass)(Opcode & Code.ClassMask);

    /// <summary>The source as a register.</summary>
    public BpfRegister SourceRegister => (BpfRegister)Source;

    /// <summary>Whether this loads a 64-bit immediate, or a pseudo value that the loader makes one.</summary>
    public bool IsWideLoad => Opcode == Code.WideLoad;

    /// <summary>The meaning of a wide load's immediate; meaningful when <see cref="IsWideLoad"/>.</summary>
    public PseudoLoad PseudoLoad => (PseudoLoad)Source;

    /// <summary>Whether this is arithmetic, a move among them.</summary>
    public bool IsAlu => Class is InstructionClass.Alu32 or InstructionClass.Alu64;

    /// <summary>The arithmetic operation; meaningful when <see cref="IsAlu"/>.</summary>
    public AluOperation AluOperation => (AluOperation)((Opcode & Code.OperationMask) |
        (Offset == 1 && (Opcode & Code.OperationMask) is Code.Div or Code.Mod ? 1 : 0));

    /// <summary>Whether the second operand of arithmetic or of a jump is a register rather than the immediate.</summary>
    public bool UsesSourceRegister => (Opcode & Code.FromRegister) != 0;

    /// <summary>Whether the operation works on the lower 32 bits.</summary>
    public bool Is32Bit => Class is InstructionClass.Alu32 or InstructionClass.Jump32;

    /// <summary>Whether control may go to <see cref="JumpDistance"/> slots after the next instruction.</summary>
    public bool IsJump => Class is InstructionClass.Jump32 ||
        (Class is InstructionClass.Jump && (Opcode & Code.OperationMask) is not (Code.Call or Code.Exit));

    /// <summary>Whether this is a jump that depends on a comparison, or for <see cref="MayGoto"/> on the kernel's budget.</summary>
    public bool IsConditionalJump => IsJump && (Opcode & Code.OperationMask) != Code.Always;

    /// <summary>The condition; meaningful when <see cref="IsConditionalJump"/> and not <see cref="IsMayGoto"/>.</summary>
    public JumpCondition JumpCondition => (JumpCondition)(Opcode & Code.OperationMask);

    /// <summary>Whether this is <see cref="MayGoto"/>.</summary>
    public bool IsMayGoto => Opcode == Code.MayGoto;

    /// <summary>The distance of a jump, in slots from the next instruction; meaningful when <see cref="IsJump"/>.</summary>
    public int JumpDistance => Opcode == Code.JumpLong ? (int)Immediate : Offset;

    /// <summary>Whether this calls a helper, a function of the program, or a kernel function.</summary>
    public bool IsCall => Opcode == Code.CallImmediate;

    /// <summary>The meaning of a call's immediate; meaningful when <see cref="IsCall"/>.</summary>
    public CallTarget CallTarget => (CallTarget)Source;

    /// <summary>Whether this returns from the function.</summary>
    public bool IsExit => Opcode == Code.ExitImmediate;

    /// <summary>Whether this reads memory into <see cref="Destination"/>.</summary>
    public bool IsLoad => Class is InstructionClass.LoadRegister;

    /// <summary>Whether this writes a register or an immediate to memory; atomics are not stores.</summary>
    public bool IsStore => Class is InstructionClass.Store || (Class is InstructionClass.StoreRegister && !IsAtomic);

    /// <summary>Whether this is an atomic operation.</summary>
    public bool IsAtomic => Class is InstructionClass.StoreRegister && (Opcode & Code.ModeMask) == Code.ModeAtomic;

    /// <summary>The operation; meaningful when <see cref="IsAtomic"/>.</summary>
    public AtomicOperation AtomicOperation => (AtomicOperation)Immediate;

    /// <summary>The width of a memory access; meaningful for loads, stores and atomics.</summary>
    public MemorySize MemorySize => (Opcode & Code.SizeMask) switch
    {
        Code.SizeByte => MemorySize.Byte,
        Code.SizeHalf => MemorySize.Half,
        Code.SizeWord => MemorySize.Word,
        _ => MemorySize.DoubleWord,
    };

    /// <summary>The same load, store or atomic operation with another width.</summary>
    public BpfInstruction WithMemorySize(MemorySize size) => this with { Opcode = (byte)((Opcode & ~Code.SizeMask) | Code.Of(size)) };

    /// <summary>The lowest level of the instruction set that has this instruction, as clang's <c>-mcpu</c> draws the lines.</summary>
    public BpfIsa MinimumIsa => this switch
    {
        { IsAlu: true } => MinimumAluIsa,
        { Opcode: Code.JumpLong } or { IsMayGoto: true } => BpfIsa.V4,
        { Class: InstructionClass.Jump32 } => BpfIsa.V3,
        { IsConditionalJump: true, JumpCondition: >= JumpCondition.Less } => BpfIsa.V2,
        { IsLoad: true } => (Opcode & Code.ModeMask) == Code.ModeMemorySigned ? BpfIsa.V4 : BpfIsa.V1,
        { IsAtomic: true } => AtomicOperation switch
        {
            AtomicOperation.Add => BpfIsa.V1,
            AtomicOperation.LoadAcquire or AtomicOperation.StoreRelease => BpfIsa.V4,
            _ => BpfIsa.V3,
        },
        { Class: InstructionClass.Store } => BpfIsa.V4,
        _ => BpfIsa.V1,
    };

    /// <summary>The instruction in assembly syntax.</summary>
    public override string ToString() => InstructionPrinter.Print(this);

    private BpfIsa MinimumAluIsa => AluOperation switch
    {
        AluOperation.SignedDiv or AluOperation.SignedMod => BpfIsa.V4,
        AluOperation.Mov when Offset != 0 => BpfIsa.V4,
        AluOperation.EndianSwap => Class is InstructionClass.Alu64 ? BpfIsa.V4 : BpfIsa.V1,
        _ => Class is InstructionClass.Alu32 ? BpfIsa.V3 : BpfIsa.V1,
    };
}
