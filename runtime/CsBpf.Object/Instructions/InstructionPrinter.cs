namespace CsBpf.Object.Instructions;

/// <summary>Prints instructions in the assembly syntax that the kernel and LLVM share: <c>r0 = *(u32 *)(r1 + 4)</c>.</summary>
/// <remarks>
/// Where they differ, atomics are in LLVM's form, <c>r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)</c>, the rest in the kernel's:
/// loads and stores name the whole register, calls of the program's functions are <c>call pc+3</c>, named helpers <c>call name#14</c>.
/// </remarks>
public static class InstructionPrinter
{
    /// <summary>One instruction, without an end of line.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="slot">Its place, in slots from the start of the section: what <paramref name="names"/> is asked about.</param>
    /// <param name="names">Names to show instead of numbers.</param>
    public static string Print(BpfInstruction instruction, int slot = 0, InstructionNames? names = null)
    {
        names ??= InstructionNames.None;
        return instruction.Class switch
        {
            InstructionClass.Alu32 or InstructionClass.Alu64 => Alu(instruction),
            InstructionClass.Jump or InstructionClass.Jump32 => Jump(instruction, slot, names),
            InstructionClass.Load when instruction.IsWideLoad => WideLoad(instruction, slot, names),
            InstructionClass.Load => PacketLoad(instruction),
            InstructionClass.LoadRegister => $"{Register(instruction.Destination)} = {Load(instruction)}",
            InstructionClass.StoreRegister when instruction.IsAtomic => Atomic(instruction),
            InstructionClass.StoreRegister => $"{Access(instruction)} = {Register(instruction.SourceRegister)}",
            _ => $"{Access(instruction)} = {instruction.Immediate}",
        };
    }

    private static string Alu(BpfInstruction instruction)
    {
        string destination = Register(instruction.Destination, instruction.Is32Bit);
        string source = Register(instruction.SourceRegister, instruction.Is32Bit);
        string operand = instruction.UsesSourceRegister ? source : $"{instruction.Immediate}";
        return instruction.AluOperation switch
        {
            AluOperation.Neg => $"{destination} = -{destination}",
            AluOperation.EndianSwap => $"{Register(instruction.Destination)} = {Order(instruction)} {Register(instruction.Destination)}",
            AluOperation.Mov when instruction.UsesSourceRegister => $"{destination} = {Moved(instruction, source)}",
            var operation => $"{destination} {Operator(operation)}= {operand}",
        };
    }

    private static string Moved(BpfInstruction instruction, string source) => instruction.Offset switch
    {
        0 => source,
        Code.AddressSpaceCast =>
            $"addr_space_cast({source}, {(uint)instruction.Immediate >> 16}, {(ushort)instruction.Immediate})",
        Code.PerCpuAddress => $"&(void __percpu *)({source})",
        var bits => $"(s{bits}){source}",
    };

    private static string Order(BpfInstruction instruction) => instruction.Class is InstructionClass.Alu64
        ? $"bswap{instruction.Immediate}"
        : $"{(instruction.UsesSourceRegister ? "be" : "le")}{instruction.Immediate}";

    private static string Operator(AluOperation operation) => operation switch
    {
        AluOperation.Add => "+",
        AluOperation.Sub => "-",
        AluOperation.Mul => "*",
        AluOperation.Div => "/",
        AluOperation.SignedDiv => "s/",
        AluOperation.Or => "|",
        AluOperation.And => "&",
        AluOperation.LeftShift => "<<",
        AluOperation.RightShift => ">>",
        AluOperation.ArithmeticRightShift => "s>>",
        AluOperation.Mod => "%",
        AluOperation.SignedMod => "s%",
        AluOperation.Xor => "^",
        _ => "",
    };

    private static string Jump(BpfInstruction instruction, int slot, InstructionNames names)
    {
        if (instruction.IsExit)
            return "exit";

        if (instruction.IsCall)
            return $"call {Callee(instruction, slot, names)}";

        if (instruction.Opcode == Code.CallRegister)
            return $"callx {Register(instruction.Destination)}";

        string target = names.Target(slot + 1 + instruction.JumpDistance) ?? $"{instruction.JumpDistance:+0;-0;+0}";
        if (instruction.IsMayGoto)
            return $"may_goto {target}";

        if (!instruction.IsConditionalJump)
            return $"{(instruction.Opcode == Code.JumpLong ? "gotol" : "goto")} {target}";

        string left = Register(instruction.Destination, instruction.Is32Bit);
        string right = instruction.UsesSourceRegister
            ? Register(instruction.SourceRegister, instruction.Is32Bit)
            : $"{instruction.Immediate}";
        return $"if {left} {Comparison(instruction.JumpCondition)} {right} goto {target}";
    }

    private static string Comparison(JumpCondition condition) => condition switch
    {
        JumpCondition.Equal => "==",
        JumpCondition.NotEqual => "!=",
        JumpCondition.Greater => ">",
        JumpCondition.GreaterOrEqual => ">=",
        JumpCondition.Less => "<",
        JumpCondition.LessOrEqual => "<=",
        JumpCondition.SignedGreater => "s>",
        JumpCondition.SignedGreaterOrEqual => "s>=",
        JumpCondition.SignedLess => "s<",
        JumpCondition.SignedLessOrEqual => "s<=",
        _ => "&",
    };

    private static string Callee(BpfInstruction instruction, int slot, InstructionNames names) =>
        names.Symbol(slot) ?? instruction.CallTarget switch
        {
            CallTarget.Function =>
                names.Target(slot + 1 + (int)instruction.Immediate) ?? $"pc{instruction.Immediate:+0;-0;+0}",
            CallTarget.Kfunc => $"kfunc#{instruction.Immediate}",
            _ when names.Helper((int)instruction.Immediate) is { } name => $"{name}#{instruction.Immediate}",
            _ => $"{instruction.Immediate}",
        };

    private static string WideLoad(BpfInstruction instruction, int slot, InstructionNames names)
    {
        var (low, high) = ((int)instruction.Immediate, (int)(instruction.Immediate >> 32));
        string value = names.Symbol(slot) ?? instruction.PseudoLoad switch
        {
            PseudoLoad.MapDescriptor => $"map[fd:{low}]",
            PseudoLoad.MapValue => $"map[fd:{low}][0]+{(uint)high}",
            PseudoLoad.BtfId => $"ksym[btf:{low}]",
            PseudoLoad.Function => names.Target(slot + 1 + low) ?? $"subprog[{low:+0;-0;+0}]",
            PseudoLoad.MapIndex => $"map[idx:{low}]",
            PseudoLoad.MapIndexValue => $"map[idx:{low}][0]+{(uint)high}",
            _ => $"0x{instruction.Immediate:x}",
        };
        return $"{Register(instruction.Destination)} = {value} ll";
    }

    private static string PacketLoad(BpfInstruction instruction)
    {
        bool indirect = (instruction.Opcode & Code.ModeMask) == Code.ModeIndirect;
        string place = (indirect, instruction.Immediate) switch
        {
            (false, var offset) => $"{offset}",
            (true, 0) => Register(instruction.SourceRegister),
            (true, var offset) => $"{Register(instruction.SourceRegister)} + {offset}",
        };
        return $"r0 = *({Type(instruction)} *)skb[{place}]";
    }

    private static string Load(BpfInstruction instruction)
    {
        bool isSigned = (instruction.Opcode & Code.ModeMask) == Code.ModeMemorySigned;
        return $"*({(isSigned ? 's' : 'u')}{instruction.MemorySize.Bits()} *)({Place(instruction.SourceRegister, instruction.Offset)})";
    }

    private static string Access(BpfInstruction instruction) =>
        $"*({Type(instruction)} *)({Place(instruction.Destination, instruction.Offset)})";

    private static string Atomic(BpfInstruction instruction)
    {
        bool is32 = instruction.MemorySize <= MemorySize.Word;
        string value = Register(instruction.SourceRegister, is32);
        string place = Place(instruction.Destination, instruction.Offset);
        string pointer = $"({Type(instruction)} *)({place})";
        return instruction.AtomicOperation switch
        {
            AtomicOperation.Add => $"lock *{pointer} += {value}",
            AtomicOperation.Or => $"lock *{pointer} |= {value}",
            AtomicOperation.And => $"lock *{pointer} &= {value}",
            AtomicOperation.Xor => $"lock *{pointer} ^= {value}",
            AtomicOperation.FetchAdd => $"{value} = atomic_fetch_add({pointer}, {value})",
            AtomicOperation.FetchOr => $"{value} = atomic_fetch_or({pointer}, {value})",
            AtomicOperation.FetchAnd => $"{value} = atomic_fetch_and({pointer}, {value})",
            AtomicOperation.FetchXor => $"{value} = atomic_fetch_xor({pointer}, {value})",
            AtomicOperation.Exchange => $"{value} = {(is32 ? "xchg32_32" : "xchg_64")}({place}, {value})",
            AtomicOperation.CompareExchange => is32
                ? $"w0 = cmpxchg32_32({place}, w0, {value})"
                : $"r0 = cmpxchg_64({place}, r0, {value})",
            AtomicOperation.LoadAcquire => LoadAcquire(instruction, is32),
            _ => $"store_release({pointer}, {value})",
        };
    }

    private static string LoadAcquire(BpfInstruction instruction, bool is32)
    {
        string place = Place(instruction.SourceRegister, instruction.Offset);
        return $"{Register(instruction.Destination, is32)} = load_acquire(({Type(instruction)} *)({place}))";
    }

    private static string Type(BpfInstruction instruction) => $"u{instruction.MemorySize.Bits()}";

    private static string Place(BpfRegister register, short offset) =>
        $"{Register(register)} {(offset < 0 ? '-' : '+')} {Math.Abs((int)offset)}";

    private static string Register(BpfRegister register, bool is32 = false) => $"{(is32 ? 'w' : 'r')}{(int)register}";
}
