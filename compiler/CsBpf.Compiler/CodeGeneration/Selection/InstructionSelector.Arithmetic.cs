using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Selection;

internal sealed partial class InstructionSelector
{
    private static readonly Dictionary<Opcode, AluOperation> AluOperations = new()
    {
        [Opcode.Add] = AluOperation.Add,
        [Opcode.PointerAdd] = AluOperation.Add,
        [Opcode.Subtract] = AluOperation.Sub,
        [Opcode.Multiply] = AluOperation.Mul,
        [Opcode.DivideSigned] = AluOperation.SignedDiv,
        [Opcode.DivideUnsigned] = AluOperation.Div,
        [Opcode.RemainderSigned] = AluOperation.SignedMod,
        [Opcode.RemainderUnsigned] = AluOperation.Mod,
        [Opcode.And] = AluOperation.And,
        [Opcode.Or] = AluOperation.Or,
        [Opcode.Xor] = AluOperation.Xor,
        [Opcode.ShiftLeft] = AluOperation.LeftShift,
        [Opcode.ShiftRightSigned] = AluOperation.ArithmeticRightShift,
        [Opcode.ShiftRightUnsigned] = AluOperation.RightShift,
    };

    private void SelectBinary(Value value)
    {
        Register destination = RegisterOf(value);
        if (MaskedToLowerHalf(value) is { } masked)
        {
            ClearUpperHalf(destination, masked);
            return;
        }

        (Value left, Value right) = OrderOperands(value);
        bool is32 = Is32(value);
        if (TryImmediate(right, out int immediate, out CoreConstant? core))
        {
            MoveTo(destination, left);
            EmitWithImmediate(value, destination, immediate, core, is32);
        }
        else
        {
            Register source = Use(right);
            MoveTo(destination, left);
            Emit(BpfInstruction.Alu(AluOperations[value.Opcode], default, default(BpfRegister), is32), destination, source);
        }
    }

    /// <summary>x of x &amp; 0xffffffff, which no immediate can hold.</summary>
    private static Value? MaskedToLowerHalf(Value value) => value is { Opcode: Opcode.And, Type: IrType.I64 }
        ? value.Arguments is [var left, { IsConstant: true, Immediate: uint.MaxValue }] ? left
            : value.Arguments is [{ IsConstant: true, Immediate: uint.MaxValue }, var right] ? right : null
        : null;

    /// <summary>The left operand's register becomes the result's where nobody else needs it, and immediates stand on the right.</summary>
    private (Value Left, Value Right) OrderOperands(Value value)
    {
        (Value left, Value right) = (value.Arguments[0], value.Arguments[1]);
        bool isBetterSwapped = TryImmediate(left, out _, out _)
            || (!TryImmediate(right, out _, out _) && (IsMadeAtUse(right) || (!_lastUses.IsLast(left, value) && _lastUses.IsLast(right, value))));
        bool maySwap = value.Opcode.Info().IsCommutative || (value.Opcode == Opcode.PointerAdd && !IsMadeAtUse(left));
        return maySwap && isBetterSwapped ? (right, left) : (left, right);
    }

    private void EmitWithImmediate(Value value, Register destination, int immediate, CoreConstant? core, bool is32)
    {
        AluOperation operation = AluOperations[value.Opcode];
        if (core is null && operation == AluOperation.Sub && immediate != int.MinValue)
            (operation, immediate) = (AluOperation.Add, -immediate);
        if (core is null && IsShift(operation))
            immediate &= is32 ? 31 : 63;
        bool isNothing = immediate == 0 && core is null && (IsShift(operation) || operation is AluOperation.Add or AluOperation.Or or AluOperation.Xor);
        if (!isNothing)
            Append(new(BpfInstruction.Alu(operation, default, immediate, is32), destination, default, _location) { Core = core });
    }

    private static bool IsShift(AluOperation operation) =>
        operation is AluOperation.LeftShift or AluOperation.RightShift or AluOperation.ArithmeticRightShift;

    private void SelectSignExtend(Value value)
    {
        Register destination = RegisterOf(value);
        int bits = (int)value.Immediate;
        int width = value.Type == IrType.I32 ? 32 : 64;
        if (bits == width)
            MoveTo(destination, value.Arguments[0]);
        else
            SignExtend(destination, Use(value.Arguments[0]), bits, is32: width == 32);
    }

    private void SignExtend(Register destination, Register source, int bits, bool is32)
    {
        if (_isa >= BpfIsa.V4)
        {
            Emit(BpfInstruction.MovSignExtended(SizeOfBits(bits), default, default, is32), destination, source);
            return;
        }

        int shift = (is32 ? 32 : 64) - bits;
        if (destination != source)
            Move(destination, source);
        Emit(BpfInstruction.Alu(AluOperation.LeftShift, default, shift, is32), destination);
        Emit(BpfInstruction.Alu(AluOperation.ArithmeticRightShift, default, shift, is32), destination);
    }

    private void SelectZeroExtend(Value value)
    {
        Register destination = RegisterOf(value);
        Value source = value.Arguments[0];
        if (value.Immediate == 1 || (value.Immediate == 32 && value.Type == IrType.I32))
        {
            MoveTo(destination, source);
        }
        else if (value.Immediate == 32)
        {
            ClearUpperHalf(destination, source);
        }
        else
        {
            MoveTo(destination, source);
            Emit(BpfInstruction.Alu(AluOperation.And, default, (1 << (int)value.Immediate) - 1, is32: Has32), destination);
        }
    }

    private void ClearUpperHalf(Register destination, Value source)
    {
        if (_upperZero.Contains(source))
        {
            MoveTo(destination, source);
        }
        else if (Has32)
        {
            Emit(BpfInstruction.Mov(default, default(BpfRegister), is32: true), destination, Use(source));
        }
        else
        {
            MoveTo(destination, source);
            Emit(BpfInstruction.Alu(AluOperation.LeftShift, default, 32), destination);
            Emit(BpfInstruction.Alu(AluOperation.RightShift, default, 32), destination);
        }
    }

    private static MemorySize SizeOfBits(int bits) => bits switch
    {
        8 => MemorySize.Byte,
        16 => MemorySize.Half,
        32 => MemorySize.Word,
        _ => MemorySize.DoubleWord,
    };
}
