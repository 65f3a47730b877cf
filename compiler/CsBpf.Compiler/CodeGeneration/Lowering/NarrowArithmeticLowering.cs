using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// 32-bit arithmetic for instruction sets without it (before v3): it is done on 64 bits, whose upper half means nothing. Where the upper half
/// counts (right shifts, divisions, comparisons, calls, returns) it has to be zeroes or the sign.
/// </summary>
/// <remarks>
/// A value whose upper half counts anywhere is extended where it is made, and phis get what is extended: so what is compared is the same register
/// that a loop counts in, and the verifier sees that the loop ends.
/// </remarks>
internal sealed class NarrowArithmeticLowering
{
    /// <summary>What the upper half has to be.</summary>
    private enum Extension
    {
        /// <summary>Anything.</summary>
        None,

        /// <summary>Zeroes.</summary>
        Zero,

        /// <summary>The sign.</summary>
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

    /// <summary>What the upper half of a value is, where it counts anywhere; of a phi because its arguments have it.</summary>
    private readonly Dictionary<Value, Extension> _forms = [];

    /// <summary>The values of that form, made next to the original; phis have it themselves.</summary>
    private readonly Dictionary<Value, Value> _extended = [];

    /// <summary>What comes at the end of blocks, for the phis behind them.</summary>
    private readonly Dictionary<BasicBlock, List<Value>> _ends = [];

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
        lowering.FindForms();
        foreach (Value phi in function.Blocks.SelectMany(block => block.Phis))
            lowering.ExtendIncoming(phi);
        foreach (BasicBlock block in function.Blocks)
            lowering.Lower(block);
    }

    private void FindForms()
    {
        foreach (BasicBlock block in _function.Blocks)
        {
            foreach (Value value in block.Values)
            {
                for (int i = 0; i < value.Arguments.Count; i++)
                    Need(value.Arguments[i], NeedOf(value, i));
            }

            if (block is { Terminator: TerminatorKind.Return, Control: { } result })
                Need(result, Extension.Zero);
        }
    }

    /// <summary>The first need decides the form; others are met at the use.</summary>
    private void Need(Value value, Extension extension)
    {
        var open = new Stack<Value>([value]);
        while (open.TryPop(out Value? next))
        {
            if (extension == Extension.None || !_narrow.Contains(next) || next.IsConstant || !_forms.TryAdd(next, extension))
                continue;
            if (next.Opcode == Opcode.Phi)
                next.Arguments.ForEach(open.Push);
            else
                _extended[next] = NewExtended(next, extension);
        }
    }

    /// <summary>What the upper half of an operand has to be; a phi's is another matter.</summary>
    private static Extension NeedOf(Value value, int operand) => value.Opcode switch
    {
        _ when IsShift(value) && operand == 1 => Extension.None,
        Opcode.ZeroExtend when value.Immediate == 32 => Extension.Zero,
        Opcode.Equal or Opcode.NotEqual when value.Arguments.Exists(IsNegativeConstant) => Extension.Sign,
        _ => Operands.GetValueOrDefault(value.Opcode),
    };

    private void ExtendIncoming(Value phi)
    {
        for (int i = 0; i < phi.Arguments.Count; i++)
        {
            if (!_ends.TryGetValue(phi.Incoming[i], out List<Value>? end))
                _ends[phi.Incoming[i]] = end = [];
            phi.Arguments[i] = Extended(phi.Arguments[i], _forms.GetValueOrDefault(phi), end, phi.Location);
        }
    }

    private void Lower(BasicBlock block)
    {
        _values.Clear();
        _values.AddRange(block.Phis);
        foreach (Value phi in block.Phis.Where(_narrow.Contains))
            Widen(phi);
        foreach (Value value in block.Values.Where(value => value.Opcode != Opcode.Phi))
        {
            Lower(value);
            if (_extended.TryGetValue(value, out Value? extended))
                _values.Add(extended);
        }

        if (block is { Terminator: TerminatorKind.Return, Control: { } result })
            block.Control = Extended(result, Extension.Zero, _values, block.TerminatorLocation);
        _values.AddRange(_ends.GetValueOrDefault(block, []));
        block.Values.Clear();
        foreach (Value value in _values)
            block.Append(value);
    }

    private void Lower(Value value)
    {
        if (IsShift(value))
            LowerCount(value);
        for (int i = 0; i < value.Arguments.Count; i++)
            value.Arguments[i] = Extended(value.Arguments[i], NeedOf(value, i), _values, value.Location);
        if (_narrow.Contains(value) || value.Opcode == Opcode.Truncate)
            Widen(value);
        _values.Add(value);
    }

    /// <summary>A value as an operand: with that upper half. Where any will do, what has its form serves too, so that only that lives on.</summary>
    private Value Extended(Value value, Extension extension, List<Value> before, SourceLocation location)
    {
        if (!_narrow.Contains(value))
            return value;
        Value formed = _extended.GetValueOrDefault(value, value);
        if (extension == Extension.None || _forms.GetValueOrDefault(value) == extension)
            return formed;
        Value extended = value.IsConstant
            ? _function.NewConstant(IrType.I64, extension == Extension.Sign ? (int)value.Immediate : (uint)value.Immediate, location)
            : NewExtended(formed, extension);
        before.Add(extended);
        return extended;
    }

    private Value NewExtended(Value value, Extension extension) =>
        _function.NewValue(extension == Extension.Sign ? Opcode.SignExtend : Opcode.ZeroExtend, IrType.I64, value.Location, [value], 32);

    private void Widen(Value value)
    {
        bool isCopy = value.Opcode == Opcode.Truncate || (value.Opcode is Opcode.SignExtend or Opcode.ZeroExtend && value.Immediate == 32);
        object? detail = value is { Opcode: Opcode.Load, Access.Size: MemorySize.Word } ? value.Access with { IsSigned = false } : value.Detail;
        value.Become(isCopy ? Opcode.Reinterpret : value.Opcode, IrType.I64, value.Arguments, isCopy ? 0 : value.Immediate, detail);
    }

    /// <summary>C# masks the count to the width; 64-bit shifts mask it to 63.</summary>
    private void LowerCount(Value shift)
    {
        Value count = shift.Arguments[1];
        if (!_narrow.Contains(shift))
            return;
        shift.Arguments[1] = count.IsConstant
            ? Add(_function.NewConstant(IrType.I64, count.Immediate & 31, shift.Location))
            : Add(_function.NewValue(Opcode.And, IrType.I64, shift.Location, [_extended.GetValueOrDefault(count, count), Add(_function.NewConstant(IrType.I64, 31, shift.Location))]));
    }

    private static bool IsShift(Value value) => value.Opcode is Opcode.ShiftLeft or Opcode.ShiftRightSigned or Opcode.ShiftRightUnsigned;

    private static bool IsNegativeConstant(Value value) => value is { IsConstant: true, Immediate: < 0 };

    private Value Add(Value value)
    {
        _values.Add(value);
        return value;
    }
}
