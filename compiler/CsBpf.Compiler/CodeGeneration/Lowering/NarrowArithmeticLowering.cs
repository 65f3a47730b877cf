using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// 32-bit arithmetic for instruction sets without it (before v3): it is done on 64 bits, whose upper half means nothing. Where the upper half
/// counts (right shifts, divisions, comparisons, calls, returns) it is filled with zeroes or the sign first.
/// </summary>
internal sealed class NarrowArithmeticLowering
{
    private enum Extension
    {
        /// <summary>The upper half doesn't count.</summary>
        None,

        /// <summary>It has to be zero.</summary>
        Zero,

        /// <summary>It has to be the sign.</summary>
        Sign,
    }

    private static readonly Dictionary<Opcode, Extension> Operands = new()
    {
        [Opcode.ShiftRightSigned] = Extension.Sign,
        [Opcode.ShiftRightUnsigned] = Extension.Zero,
        [Opcode.DivideSigned] = Extension.Sign,
        [Opcode.DivideUnsigned] = Extension.Zero,
        [Opcode.RemainderSigned] = Extension.Sign,
        [Opcode.RemainderUnsigned] = Extension.Zero,
        [Opcode.Equal] = Extension.Zero,
        [Opcode.NotEqual] = Extension.Zero,
        [Opcode.LessSigned] = Extension.Sign,
        [Opcode.LessOrEqualSigned] = Extension.Sign,
        [Opcode.LessUnsigned] = Extension.Zero,
        [Opcode.LessOrEqualUnsigned] = Extension.Zero,
        [Opcode.CallHelper] = Extension.Zero,
        [Opcode.CallKfunc] = Extension.Zero,
        [Opcode.Call] = Extension.Zero,
    };

    private readonly Function _function;
    private readonly HashSet<Value> _narrow;
    private readonly List<Value> _values = [];

    private NarrowArithmeticLowering(Function function)
    {
        _function = function;
        _narrow = [.. function.Blocks.SelectMany(block => block.Values).Where(value => value.Type == IrType.I32)];
    }

    /// <summary>Lowers the 32-bit values of a function.</summary>
    public static void Run(Function function)
    {
        var lowering = new NarrowArithmeticLowering(function);
        foreach (BasicBlock block in function.Blocks)
            lowering.Lower(block);
    }

    private void Lower(BasicBlock block)
    {
        _values.Clear();
        foreach (Value value in block.Values)
        {
            Lower(value);
            _values.Add(value);
        }

        if (block is { Terminator: TerminatorKind.Return, Control: { } result })
            block.Control = Extend(result, Extension.Zero, block.TerminatorLocation);
        block.Values.Clear();
        foreach (Value value in _values)
            block.Append(value);
    }

    private void Lower(Value value)
    {
        if (IsShift(value))
            LowerCount(value);
        if (Operands.TryGetValue(value.Opcode, out Extension extension))
        {
            int count = IsShift(value) ? 1 : value.Arguments.Count;
            extension = value.Arguments.Exists(IsNegativeConstant) && value.Opcode is Opcode.Equal or Opcode.NotEqual ? Extension.Sign : extension;
            for (int i = 0; i < count; i++)
                value.Arguments[i] = Extend(value.Arguments[i], extension, value.Location);
        }

        if (_narrow.Contains(value) || value.Opcode == Opcode.Truncate)
            Widen(value);
    }

    private void Widen(Value value)
    {
        bool isCopy = value.Opcode == Opcode.Truncate || (value.Opcode is Opcode.SignExtend or Opcode.ZeroExtend && value.Immediate == 32);
        value.Become(isCopy ? Opcode.Reinterpret : value.Opcode, IrType.I64, value.Arguments, isCopy ? 0 : value.Immediate, value.Detail);
    }

    /// <summary>C# masks the count to the width; 64-bit shifts mask it to 63.</summary>
    private void LowerCount(Value shift)
    {
        Value count = shift.Arguments[1];
        if (!_narrow.Contains(shift))
            return;
        shift.Arguments[1] = count.IsConstant
            ? Add(_function.NewConstant(IrType.I64, count.Immediate & 31, shift.Location))
            : Add(_function.NewValue(Opcode.And, IrType.I64, shift.Location, [count, Add(_function.NewConstant(IrType.I64, 31, shift.Location))]));
    }

    private Value Extend(Value value, Extension extension, SourceLocation location)
    {
        if (!_narrow.Contains(value) || extension == Extension.None)
            return value;
        if (value.IsConstant)
            return Add(_function.NewConstant(IrType.I64, extension == Extension.Sign ? (int)value.Immediate : (uint)value.Immediate, location));
        Opcode opcode = extension == Extension.Sign ? Opcode.SignExtend : Opcode.ZeroExtend;
        return Add(_function.NewValue(opcode, IrType.I64, location, [value], 32));
    }

    private static bool IsShift(Value value) => value.Opcode is Opcode.ShiftLeft or Opcode.ShiftRightSigned or Opcode.ShiftRightUnsigned;

    private static bool IsNegativeConstant(Value value) => value is { IsConstant: true, Immediate: < 0 };

    private Value Add(Value value)
    {
        _values.Add(value);
        return value;
    }
}
