namespace CsBpf.Compiler.Ir;

/// <summary>What a <see cref="Value"/> computes. The properties of each stand in <see cref="OpcodeTable"/>.</summary>
public enum Opcode
{
    /// <summary><see cref="Value.Immediate"/>, of type Bool (0 or 1), I32 (kept with its sign), I64, or a null pointer (0).</summary>
    Constant,

    /// <summary>
    /// A number or an address that nobody asks for: what an empty span knows of its memory. Where it meets another one, in a phi, it is that.
    /// </summary>
    Undefined,

    /// <summary>The parameter of number <see cref="Value.Immediate"/>.</summary>
    Parameter,

    /// <summary>One argument for each predecessor, in the order of <see cref="Value.Incoming"/>.</summary>
    Phi,

    /// <summary>x + y, wrapping.</summary>
    Add,

    /// <summary>x - y, wrapping.</summary>
    Subtract,

    /// <summary>x * y, wrapping.</summary>
    Multiply,

    /// <summary>Signed x / y. The frontend has guarded y = 0; MinValue / -1 wraps.</summary>
    DivideSigned,

    /// <summary>Unsigned x / y.</summary>
    DivideUnsigned,

    /// <summary>Signed x % y.</summary>
    RemainderSigned,

    /// <summary>Unsigned x % y.</summary>
    RemainderUnsigned,

    /// <summary>x &amp; y; on Bool too.</summary>
    And,

    /// <summary>x | y; on Bool too.</summary>
    Or,

    /// <summary>x ^ y; on Bool too.</summary>
    Xor,

    /// <summary>x &lt;&lt; y, y masked to the width of x. y is I32.</summary>
    ShiftLeft,

    /// <summary>Arithmetic x &gt;&gt; y, y masked. y is I32.</summary>
    ShiftRightSigned,

    /// <summary>Logical x &gt;&gt;&gt; y, y masked. y is I32.</summary>
    ShiftRightUnsigned,

    /// <summary>-x.</summary>
    Negate,

    /// <summary>The lowest <see cref="Value.Immediate"/> bits (16, 32, 64) of an integer, byte by byte the other way around; above them zeroes.</summary>
    SwapBytes,

    /// <summary>x == y, on integers of one width, bools, or pointers.</summary>
    Equal,

    /// <summary>x != y.</summary>
    NotEqual,

    /// <summary>Signed x &lt; y.</summary>
    LessSigned,

    /// <summary>Signed x &lt;= y.</summary>
    LessOrEqualSigned,

    /// <summary>Unsigned x &lt; y.</summary>
    LessUnsigned,

    /// <summary>Unsigned x &lt;= y.</summary>
    LessOrEqualUnsigned,

    /// <summary>The lowest <see cref="Value.Immediate"/> (8, 16, 32) bits of x, with their sign, as the result type. x is I32 or I64, at most as wide as the result.</summary>
    SignExtend,

    /// <summary>The lowest <see cref="Value.Immediate"/> (1 for a Bool, 8, 16, 32) bits of x, zero above, as the result type.</summary>
    ZeroExtend,

    /// <summary>The lower half of an I64, as I32.</summary>
    Truncate,

    /// <summary>The address of a kernel object or memory as an I64, or an I64 as an address: no code.</summary>
    Reinterpret,

    /// <summary>condition ? x : y.</summary>
    Select,

    /// <summary>The address of <see cref="Value.Slot"/>.</summary>
    SlotAddress,

    /// <summary>The address of <see cref="Value.Global"/>.</summary>
    GlobalAddress,

    /// <summary>The map <see cref="Value.Map"/>, as helpers take it.</summary>
    MapAddress,

    /// <summary>The function <see cref="Value.Callee"/> of this module, as helpers take what they call back. The argument of a helper alone.</summary>
    FunctionAddress,

    /// <summary>A pointer, or an address in the kernel's memory, moved by an I64 of bytes; it stays of its type.</summary>
    PointerAdd,

    /// <summary>Whether two pointers that differ may lead into the same memory: a question that the optimizer answers; true is right everywhere.</summary>
    MayOverlap,

    /// <summary>
    /// The address of the first byte of a packet, from the context that is the argument: <see cref="Value.Packet"/>. Nothing moves it, for there
    /// is no helper yet that does.
    /// </summary>
    PacketStart,

    /// <summary>The address behind the last byte of a packet: good for comparisons only.</summary>
    PacketEnd,

    /// <summary>Reads <see cref="Value.Access"/> at a pointer plus <see cref="Value.Immediate"/> bytes. A Bool is a byte that holds 0 or 1; addresses have 8 bytes.</summary>
    Load,

    /// <summary>Writes the second argument at the first plus <see cref="Value.Immediate"/> bytes.</summary>
    Store,

    /// <summary>
    /// In one step for everybody: reads what is at the first argument plus <see cref="Value.Immediate"/> bytes and writes what
    /// <see cref="Value.AtomicAccess"/> makes of it and the second; a comparing exchange writes only where it is the third. The result is what
    /// was there before.
    /// </summary>
    Atomic,

    /// <summary>What was read and written before it happens, for everybody, before what comes after.</summary>
    Fence,

    /// <summary>Copies <see cref="Value.Immediate"/> bytes from the second pointer to the first; they don't overlap, or are equal. <see cref="Value.Alignment"/> is that of both.</summary>
    Copy,

    /// <summary>Zeroes <see cref="Value.Immediate"/> bytes at a pointer. <see cref="Value.Alignment"/> is its.</summary>
    Zero,

    /// <summary>Reads the member <see cref="Value.KernelAccess"/> of a kernel object; a null or stale object gives 0. Lowered to a direct load or to a probe.</summary>
    KernelLoad,

    /// <summary>The address of the member <see cref="Value.KernelAccess"/> in a kernel object.</summary>
    KernelAddress,

    /// <summary>Reads <see cref="Value.Access"/> at a kernel address that BTF says nothing about, plus <see cref="Value.Immediate"/> bytes; 0 where it can't be read.</summary>
    KernelProbe,

    /// <summary>A number that the loader finds in the running kernel's BTF: <see cref="Value.CoreConstant"/>. I32 or I64.</summary>
    CoreConstant,

    /// <summary>Bool: whether the running kernel has the function <see cref="Value.Kfunc"/>.</summary>
    KfuncExists,

    /// <summary>Bool: whether the kernel's budget of rounds for loops is used up, which this takes one from. Only a branch asks it.</summary>
    BudgetUsedUp,

    /// <summary>Calls <see cref="Value.Helper"/>. The result is I64, Pointer, KernelPointer or Void.</summary>
    CallHelper,

    /// <summary>Calls <see cref="Value.Kfunc"/>.</summary>
    CallKfunc,

    /// <summary>Calls <see cref="Value.Callee"/>, a function of this module. A fault in there is one of the caller, too, unless it asks by <see cref="Faulted"/>.</summary>
    Call,

    /// <summary>Bool: whether a call ended by a fault; its result is nothing then. Stands in the block of the call: the fault is the caller's to deal with.</summary>
    Faulted,
}

/// <summary>The properties of opcodes that passes ask for.</summary>
/// <param name="Name">The name in the text form.</param>
/// <param name="Arity">The number of arguments; -1 where it varies.</param>
/// <param name="IsPure">True where the result depends on the arguments alone (and on what is constant for a run), and nothing else happens.</param>
/// <param name="IsCommutative">True where the two arguments may be swapped.</param>
/// <param name="ReadsMemory">True where it reads memory that stores and calls may change.</param>
/// <param name="HasEffect">True where it must stay though nobody uses its result.</param>
public readonly record struct OpcodeInfo(string Name, int Arity, bool IsPure, bool IsCommutative = false, bool ReadsMemory = false, bool HasEffect = false);

/// <summary>The table of opcodes.</summary>
public static class OpcodeTable
{
    private static readonly Dictionary<Opcode, OpcodeInfo> Infos = new()
    {
        [Opcode.Constant] = new("const", 0, IsPure: true),
        [Opcode.Undefined] = new("undefined", 0, IsPure: true),
        [Opcode.Parameter] = new("param", 0, IsPure: true),
        [Opcode.Phi] = new("phi", -1, IsPure: false),
        [Opcode.Add] = new("add", 2, IsPure: true, IsCommutative: true),
        [Opcode.Subtract] = new("sub", 2, IsPure: true),
        [Opcode.Multiply] = new("mul", 2, IsPure: true, IsCommutative: true),
        [Opcode.DivideSigned] = new("sdiv", 2, IsPure: true),
        [Opcode.DivideUnsigned] = new("udiv", 2, IsPure: true),
        [Opcode.RemainderSigned] = new("srem", 2, IsPure: true),
        [Opcode.RemainderUnsigned] = new("urem", 2, IsPure: true),
        [Opcode.And] = new("and", 2, IsPure: true, IsCommutative: true),
        [Opcode.Or] = new("or", 2, IsPure: true, IsCommutative: true),
        [Opcode.Xor] = new("xor", 2, IsPure: true, IsCommutative: true),
        [Opcode.ShiftLeft] = new("shl", 2, IsPure: true),
        [Opcode.ShiftRightSigned] = new("sar", 2, IsPure: true),
        [Opcode.ShiftRightUnsigned] = new("shr", 2, IsPure: true),
        [Opcode.Negate] = new("neg", 1, IsPure: true),
        [Opcode.SwapBytes] = new("bswap", 1, IsPure: true),
        [Opcode.Equal] = new("eq", 2, IsPure: true, IsCommutative: true),
        [Opcode.NotEqual] = new("ne", 2, IsPure: true, IsCommutative: true),
        [Opcode.LessSigned] = new("slt", 2, IsPure: true),
        [Opcode.LessOrEqualSigned] = new("sle", 2, IsPure: true),
        [Opcode.LessUnsigned] = new("ult", 2, IsPure: true),
        [Opcode.LessOrEqualUnsigned] = new("ule", 2, IsPure: true),
        [Opcode.SignExtend] = new("sext", 1, IsPure: true),
        [Opcode.ZeroExtend] = new("zext", 1, IsPure: true),
        [Opcode.Truncate] = new("trunc", 1, IsPure: true),
        [Opcode.Reinterpret] = new("reinterpret", 1, IsPure: true),
        [Opcode.Select] = new("select", 3, IsPure: true),
        [Opcode.SlotAddress] = new("slot", 0, IsPure: true),
        [Opcode.GlobalAddress] = new("global", 0, IsPure: true),
        [Opcode.MapAddress] = new("map", 0, IsPure: true),
        [Opcode.FunctionAddress] = new("function", 0, IsPure: true),
        [Opcode.PointerAdd] = new("padd", 2, IsPure: true),
        [Opcode.MayOverlap] = new("may_overlap", 2, IsPure: true, IsCommutative: true),
        [Opcode.PacketStart] = new("packet_start", 1, IsPure: true),
        [Opcode.PacketEnd] = new("packet_end", 1, IsPure: true),
        [Opcode.Load] = new("load", 1, IsPure: false, ReadsMemory: true),
        [Opcode.Store] = new("store", 2, IsPure: false, HasEffect: true),
        [Opcode.Atomic] = new("atomic", -1, IsPure: false, ReadsMemory: true, HasEffect: true),
        [Opcode.Fence] = new("fence", 0, IsPure: false, ReadsMemory: true, HasEffect: true),
        [Opcode.Copy] = new("copy", 2, IsPure: false, ReadsMemory: true, HasEffect: true),
        [Opcode.Zero] = new("zero", 1, IsPure: false, HasEffect: true),
        [Opcode.KernelLoad] = new("kload", 1, IsPure: false, ReadsMemory: true),
        [Opcode.KernelAddress] = new("kaddr", 1, IsPure: true),
        [Opcode.KernelProbe] = new("kprobe", 1, IsPure: false, ReadsMemory: true),
        [Opcode.CoreConstant] = new("core", 0, IsPure: true),
        [Opcode.KfuncExists] = new("kfunc_exists", 0, IsPure: true),
        [Opcode.BudgetUsedUp] = new("budget_used_up", 0, IsPure: false, HasEffect: true),
        [Opcode.CallHelper] = new("helper", -1, IsPure: false, ReadsMemory: true, HasEffect: true),
        [Opcode.CallKfunc] = new("kfunc", -1, IsPure: false, ReadsMemory: true, HasEffect: true),
        [Opcode.Call] = new("call", -1, IsPure: false, ReadsMemory: true, HasEffect: true),
        [Opcode.Faulted] = new("faulted", 1, IsPure: false, HasEffect: true),
    };

    private static readonly OpcodeInfo[] ByOpcode = [.. Enum.GetValues<Opcode>().Select(opcode => Infos[opcode])];

    /// <summary>The properties of an opcode.</summary>
    public static OpcodeInfo Info(this Opcode opcode) => ByOpcode[(int)opcode];
}
