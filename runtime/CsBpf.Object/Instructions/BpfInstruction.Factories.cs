namespace CsBpf.Object.Instructions;

public readonly partial record struct BpfInstruction
{
    /// <summary>Arithmetic on two registers: <c>r1 += r2</c>, <c>w1 += w2</c>.</summary>
    public static BpfInstruction Alu(AluOperation operation, BpfRegister destination, BpfRegister source, bool is32 = false) =>
        new((byte)(AluOpcode(operation, is32) | Code.FromRegister), destination, (byte)source, (short)((int)operation & 1), 0);

    /// <summary>Arithmetic with an immediate: <c>r1 += 4</c>, <c>w1 += 4</c>.</summary>
    public static BpfInstruction Alu(AluOperation operation, BpfRegister destination, int immediate, bool is32 = false) =>
        new(AluOpcode(operation, is32), destination, 0, (short)((int)operation & 1), immediate);

    /// <summary><c>r1 = r2</c>; the 32-bit form clears the upper half.</summary>
    public static BpfInstruction Mov(BpfRegister destination, BpfRegister source, bool is32 = false) =>
        Alu(AluOperation.Mov, destination, source, is32);

    /// <summary><c>r1 = 4</c>, sign-extended to 64 bits; the 32-bit form clears the upper half.</summary>
    public static BpfInstruction Mov(BpfRegister destination, int immediate, bool is32 = false) =>
        Alu(AluOperation.Mov, destination, immediate, is32);

    /// <summary><c>r1 = (s8)r2</c>, also 16 and 32 bits; the 32-bit form clears the upper half (ISA v4, Linux 6.6).</summary>
    /// <exception cref="ArgumentException"><paramref name="from"/> is not narrower than the operation.</exception>
    public static BpfInstruction MovSignExtended(MemorySize from, BpfRegister destination, BpfRegister source, bool is32 = false)
    {
        if (from >= (is32 ? MemorySize.Word : MemorySize.DoubleWord))
            throw new ArgumentException("A sign extension starts from fewer bits than it gives.", nameof(from));

        return Mov(destination, source, is32) with { Offset = (short)from.Bits() };
    }

    /// <summary><c>r1 = -r1</c>.</summary>
    public static BpfInstruction Negate(BpfRegister register, bool is32 = false) =>
        new(AluOpcode(AluOperation.Neg, is32), register, 0, 0, 0);

    /// <summary><c>r1 = be16 r1</c>, <c>r1 = le32 r1</c>, <c>r1 = bswap64 r1</c>: the low bytes reordered, the upper cleared.</summary>
    /// <exception cref="ArgumentException"><paramref name="size"/> is a byte, which has no order.</exception>
    public static BpfInstruction EndianSwap(EndianOrder order, MemorySize size, BpfRegister register)
    {
        if (size == MemorySize.Byte)
            throw new ArgumentException("A byte has no order.", nameof(size));

        byte opcode = AluOpcode(AluOperation.EndianSwap, is32: order != EndianOrder.Swap);
        return new((byte)(order == EndianOrder.Big ? opcode | Code.FromRegister : opcode), register, 0, 0, size.Bits());
    }

    /// <summary><c>r1 = addr_space_cast(r2, 0, 1)</c>: between address spaces, arenas among them (Linux 6.9).</summary>
    public static BpfInstruction AddressSpaceCast(BpfRegister destination, BpfRegister source, ushort to, ushort from) =>
        Mov(destination, source) with { Offset = Code.AddressSpaceCast, Immediate = (to << 16) | from };

    /// <summary><c>r1 = &amp;(void __percpu *)(r2)</c>: the address on this CPU; only the kernel itself emits it (Linux 6.10).</summary>
    public static BpfInstruction PerCpuAddress(BpfRegister destination, BpfRegister source) =>
        Mov(destination, source) with { Offset = Code.PerCpuAddress };

    /// <summary><c>r1 = *(u32 *)(r2 + 4)</c>, zero-extended.</summary>
    public static BpfInstruction Load(MemorySize size, BpfRegister destination, BpfRegister address, short offset) =>
        new(Memory(InstructionClass.LoadRegister, Code.ModeMemory, size), destination, (byte)address, offset, 0);

    /// <summary><c>r1 = *(s32 *)(r2 + 4)</c>, sign-extended to 64 bits (ISA v4, Linux 6.6).</summary>
    /// <exception cref="ArgumentException"><paramref name="size"/> is 64 bits already.</exception>
    public static BpfInstruction LoadSignExtended(MemorySize size, BpfRegister destination, BpfRegister address, short offset)
    {
        if (size == MemorySize.DoubleWord)
            throw new ArgumentException("64 bits need no extension.", nameof(size));

        return new(Memory(InstructionClass.LoadRegister, Code.ModeMemorySigned, size), destination, (byte)address, offset, 0);
    }

    /// <summary><c>*(u32 *)(r1 + 4) = r2</c>.</summary>
    public static BpfInstruction Store(MemorySize size, BpfRegister address, short offset, BpfRegister source) =>
        new(Memory(InstructionClass.StoreRegister, Code.ModeMemory, size), address, (byte)source, offset, 0);

    /// <summary><c>*(u32 *)(r1 + 4) = 7</c>; 64-bit stores sign-extend (emitted by clang from ISA v4, taken by every kernel).</summary>
    public static BpfInstruction StoreImmediate(MemorySize size, BpfRegister address, short offset, int value) =>
        new(Memory(InstructionClass.Store, Code.ModeMemory, size), address, 0, offset, value);

    /// <summary><c>r1 = 0x123456789 ll</c>.</summary>
    public static BpfInstruction LoadImmediate64(BpfRegister destination, long value) => WideLoad(destination, PseudoLoad.None, value);

    /// <summary>Loads a map's address, from its descriptor.</summary>
    public static BpfInstruction LoadMap(BpfRegister destination, int descriptor) =>
        WideLoad(destination, PseudoLoad.MapDescriptor, (uint)descriptor);

    /// <summary>Loads the address <paramref name="offset"/> bytes into a map's first value, from its descriptor (Linux 5.2).</summary>
    public static BpfInstruction LoadMapValue(BpfRegister destination, int descriptor, int offset) =>
        WideLoad(destination, PseudoLoad.MapValue, Halves((uint)descriptor, (uint)offset));

    /// <summary>Loads a kernel variable's address, by its BTF id and its module's BTF descriptor, 0 for vmlinux (Linux 5.10).</summary>
    public static BpfInstruction LoadBtfId(BpfRegister destination, uint btfId, int moduleDescriptor = 0) =>
        WideLoad(destination, PseudoLoad.BtfId, Halves(btfId, (uint)moduleDescriptor));

    /// <summary>Loads a function's address, for callbacks; the distance is in slots from the second slot (Linux 5.13).</summary>
    public static BpfInstruction LoadFunction(BpfRegister destination, int distance) =>
        WideLoad(destination, PseudoLoad.Function, (uint)distance);

    /// <summary>Loads a map's address, from its index in the load's descriptor array (Linux 5.14).</summary>
    public static BpfInstruction LoadMapByIndex(BpfRegister destination, int index) =>
        WideLoad(destination, PseudoLoad.MapIndex, (uint)index);

    /// <summary>As <see cref="LoadMapValue"/>, from the map's index in the load's descriptor array (Linux 5.14).</summary>
    public static BpfInstruction LoadMapValueByIndex(BpfRegister destination, int index, int offset) =>
        WideLoad(destination, PseudoLoad.MapIndexValue, Halves((uint)index, (uint)offset));

    /// <summary>An atomic operation on 32 or 64 bits; from ISA v3 (Linux 5.12) but for the plain add.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="size">The width: 32 or 64 bits; load-acquire and store-release take every width.</param>
    /// <param name="address">The register that holds the address.</param>
    /// <param name="offset">The displacement, in bytes.</param>
    /// <param name="value">The operand, which fetching operations overwrite with the old value; the destination of a load-acquire.</param>
    /// <exception cref="ArgumentException">The width is not one that the operation has.</exception>
    public static BpfInstruction Atomic(AtomicOperation operation, MemorySize size, BpfRegister address, short offset, BpfRegister value)
    {
        if (size < MemorySize.Word && operation is not (AtomicOperation.LoadAcquire or AtomicOperation.StoreRelease))
            throw new ArgumentException("Atomic operations work on 32 or 64 bits.", nameof(size));

        var (destination, source) = operation == AtomicOperation.LoadAcquire ? (value, address) : (address, value);
        return new(Memory(InstructionClass.StoreRegister, Code.ModeAtomic, size), destination, (byte)source, offset, (int)operation);
    }

    /// <summary><c>r0 = *(u16 *)skb[12]</c>: from a packet, in network order; out of range it leaves the program. Legacy.</summary>
    /// <exception cref="ArgumentException"><paramref name="size"/> is 64 bits.</exception>
    public static BpfInstruction LoadPacketAbsolute(MemorySize size, int offset) =>
        new(PacketLoad(Code.ModeAbsolute, size), BpfRegister.R0, 0, 0, offset);

    /// <summary><c>r0 = *(u16 *)skb[r1 + 12]</c>: from a packet, in network order; out of range it leaves the program. Legacy.</summary>
    /// <exception cref="ArgumentException"><paramref name="size"/> is 64 bits.</exception>
    public static BpfInstruction LoadPacketIndirect(MemorySize size, BpfRegister index, int offset) =>
        new(PacketLoad(Code.ModeIndirect, size), BpfRegister.R0, (byte)index, 0, offset);

    /// <summary><c>goto +4</c>: distances are in slots, from the next instruction.</summary>
    public static BpfInstruction Jump(short distance) => new(Code.Jump, BpfRegister.R0, 0, distance, 0);

    /// <summary><c>gotol +40000</c> (ISA v4, Linux 6.6).</summary>
    public static BpfInstruction JumpLong(int distance) => new(Code.JumpLong, BpfRegister.R0, 0, 0, distance);

    /// <summary><c>may_goto +4</c>: jumps when the kernel's budget of iterations is used up (Linux 6.9).</summary>
    public static BpfInstruction MayGoto(short distance) => new(Code.MayGoto, BpfRegister.R0, 0, distance, 0);

    /// <summary><c>if r1 == r2 goto +4</c>.</summary>
    public static BpfInstruction Jump(
        JumpCondition condition, BpfRegister left, BpfRegister right, short distance, bool is32 = false) =>
        new((byte)(JumpOpcode(condition, is32) | Code.FromRegister), left, (byte)right, distance, 0);

    /// <summary><c>if r1 == 7 goto +4</c>.</summary>
    public static BpfInstruction Jump(JumpCondition condition, BpfRegister left, int right, short distance, bool is32 = false) =>
        new(JumpOpcode(condition, is32), left, 0, distance, right);

    /// <summary><c>call 14</c>: a helper, by its number.</summary>
    public static BpfInstruction Call(int helper) => new(Code.CallImmediate, BpfRegister.R0, (byte)CallTarget.Helper, 0, helper);

    /// <summary>Calls a function of the program; the distance is in slots, from the next instruction (Linux 4.16).</summary>
    public static BpfInstruction CallFunction(int distance) =>
        new(Code.CallImmediate, BpfRegister.R0, (byte)CallTarget.Function, 0, distance);

    /// <summary>Calls a kernel function, by its BTF id and its module's index in the load's descriptor array (Linux 5.13).</summary>
    public static BpfInstruction CallKfunc(int btfId, short moduleIndex = 0) =>
        new(Code.CallImmediate, BpfRegister.R0, (byte)CallTarget.Kfunc, moduleIndex, btfId);

    /// <summary><c>callx r1</c>: through a register. clang emits it for calls through pointers; no kernel takes it.</summary>
    public static BpfInstruction CallRegister(BpfRegister register) => new(Code.CallRegister, register, 0, 0, 0);

    /// <summary><c>exit</c>.</summary>
    public static BpfInstruction Exit() => new(Code.ExitImmediate, BpfRegister.R0, 0, 0, 0);

    private static BpfInstruction WideLoad(BpfRegister destination, PseudoLoad pseudo, long value) =>
        new(Code.WideLoad, destination, (byte)pseudo, 0, value);

    private static long Halves(uint low, uint high) => (long)(low | ((ulong)high << 32));

    private static byte AluOpcode(AluOperation operation, bool is32) =>
        (byte)(((byte)operation & Code.OperationMask) | (byte)(is32 ? InstructionClass.Alu32 : InstructionClass.Alu64));

    private static byte JumpOpcode(JumpCondition condition, bool is32) =>
        (byte)((byte)condition | (byte)(is32 ? InstructionClass.Jump32 : InstructionClass.Jump));

    private static byte Memory(InstructionClass @class, byte mode, MemorySize size) => (byte)((byte)@class | mode | Code.Of(size));

    private static byte PacketLoad(byte mode, MemorySize size) => size == MemorySize.DoubleWord
        ? throw new ArgumentException("Packet loads read at most 32 bits.", nameof(size))
        : Memory(InstructionClass.Load, mode, size);
}
