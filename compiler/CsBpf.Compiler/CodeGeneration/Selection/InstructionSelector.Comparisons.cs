using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Selection;

internal sealed partial class InstructionSelector
{
    /// <summary>The jump that asks a condition, and whether it jumps where the condition does not hold.</summary>
    private readonly record struct Test(MachineInstruction Jump, bool IsInverted);

    private static readonly Dictionary<Opcode, JumpCondition> JumpConditions = new()
    {
        [Opcode.Equal] = JumpCondition.Equal,
        [Opcode.NotEqual] = JumpCondition.NotEqual,
        [Opcode.LessSigned] = JumpCondition.SignedLess,
        [Opcode.LessOrEqualSigned] = JumpCondition.SignedLessOrEqual,
        [Opcode.LessUnsigned] = JumpCondition.Less,
        [Opcode.LessOrEqualUnsigned] = JumpCondition.LessOrEqual,
    };

    private void Branch(Value condition, MachineBlock whenTrue, MachineBlock whenFalse)
    {
        Test test = TestOf(condition);
        Append(test.Jump);
        Continue(test.IsInverted ? whenFalse : whenTrue);
        Continue(test.IsInverted ? whenTrue : whenFalse);
    }

    private Test TestOf(Value condition)
    {
        if (condition.Opcode == Opcode.BudgetUsedUp)
            return new(new(BpfInstruction.MayGoto(0), default, default, _location), IsInverted: false);
        if (condition.Opcode == Opcode.KfuncExists)
        {
            Register address = _machine.NewRegister();
            Append(new(BpfInstruction.LoadImmediate64(default, 0), address, default, _location) { Symbol = condition.Kfunc });
            return TestOf(JumpCondition.NotEqual, address, 0, is32: false);
        }

        if (!JumpConditions.TryGetValue(condition.Opcode, out JumpCondition jump))
            return TestOf(JumpCondition.NotEqual, Use(condition), 0, is32: false);

        (Value left, Value right) = (condition.Arguments[0], condition.Arguments[1]);
        if (IsMadeAtUse(left) && !IsMadeAtUse(right))
            (left, right, jump) = (right, left, jump.SwapOperands());
        else if (!IsMadeAtUse(right) && IsRatherKnown(left, right, jump))
            (left, right, jump) = (right, left, jump.SwapOperands());
        if (CounterRank(left) > 0 && right is { IsConstant: true, Immediate: 0 })
            jump = jump switch { JumpCondition.NotEqual => JumpCondition.Greater, JumpCondition.Equal => JumpCondition.LessOrEqual, _ => jump };
        bool is32 = left.Type == IrType.I32;
        if (_uses.IsPartOfTest(left))
            return TestOfBits(left, isInverted: condition.Opcode == Opcode.Equal);
        bool tellsLimit = _verifierNumbers.Needs(condition);
        if (TryImmediate(right, out int immediate, out CoreConstant? core) && core is null)
            return TestOf(jump, Use(left), immediate, is32, tellsLimit);
        return TestOf(jump, Use(left), Use(right), is32, tellsLimit);
    }

    /// <summary>
    /// Whether the verifier may know the left operand rather than the right one. Before Linux 6.8 it goes a way that is never gone, with limits of the other
    /// operand that contradict each other, unless what it knows is on the right: that is what a loop counts, and the limit of an index, on the right in C#.
    /// </summary>
    private static bool IsRatherKnown(Value left, Value right, JumpCondition jump) => CounterRank(left).CompareTo(CounterRank(right)) switch
    {
        0 => jump is JumpCondition.LessOrEqual or JumpCondition.SignedLessOrEqual, // The opposite of "right < left".
        var order => order > 0,
    };

    /// <summary>
    /// How likely a value is what a loop counts. That a number is over 0, verifiers before Linux 6.8 see only where they are asked that: not from its
    /// being other than 0.
    /// </summary>
    private static int CounterRank(Value value) => value switch
    {
        { Type: not (IrType.I32 or IrType.I64) } => 0,
        _ when Counters.IsCounter(value) => 2,
        { Opcode: Opcode.Phi } or { Opcode: Opcode.Add, Arguments: [{ Opcode: Opcode.Phi }, { IsConstant: true }] } => 1,
        _ => 0,
    };

    /// <summary>(x &amp; y) != 0 in one jump.</summary>
    private Test TestOfBits(Value and, bool isInverted)
    {
        (Value left, Value right) = OrderOperands(and);
        Test test = TryImmediate(right, out int immediate, out CoreConstant? core) && core is null
            ? TestOf(JumpCondition.Set, Use(left), immediate, is32: and.Type == IrType.I32)
            : TestOf(JumpCondition.Set, Use(left), Use(right), is32: and.Type == IrType.I32);
        return test with { IsInverted = isInverted };
    }

    private Test TestOf(JumpCondition condition, Register left, int right, bool is32, bool tellsLimit = false)
    {
        bool isInverted = !condition.IsIn(_isa);
        JumpCondition jump = isInverted ? condition.Negate()!.Value : condition;
        return new(new(BpfInstruction.Jump(jump, default, right, 0, is32), left, default, _location) { TellsLimit = tellsLimit }, isInverted);
    }

    private Test TestOf(JumpCondition condition, Register left, Register right, bool is32, bool tellsLimit = false)
    {
        bool isInverted = !condition.IsIn(_isa);
        JumpCondition jump = isInverted ? condition.Negate()!.Value : condition;
        return new(new(BpfInstruction.Jump(jump, default, default(BpfRegister), 0, is32), left, right, _location) { TellsLimit = tellsLimit }, isInverted);
    }

    /// <summary>A comparison as 0 or 1.</summary>
    private void SelectTruth(Value comparison)
    {
        Test test = TestOf(comparison);
        Register destination = RegisterOf(comparison);
        MachineBlock initial = _block;
        Emit(BpfInstruction.Mov(default, test.IsInverted ? 0 : 1, Has32), destination);
        MachineBlock join = Skip(test.Jump, initial);
        Emit(BpfInstruction.Mov(default, test.IsInverted ? 1 : 0, Has32), destination);
        Rejoin(join);
    }

    /// <summary>condition ? x : y, as x that is overwritten with y unless the jump goes around it.</summary>
    private void SelectChoice(Value choice)
    {
        (Value first, Value second) = (choice.Arguments[1], choice.Arguments[2]);
        Test test = TestOf(choice.Arguments[0]);
        if (test.IsInverted)
            (first, second) = (second, first);

        // The value that the jump keeps takes the result's register over where nobody else needs it: let that be no constant.
        bool isBetterSwapped = !IsMadeAtUse(second)
            && (IsMadeAtUse(first) || (!_lastUses.IsLast(first, choice) && _lastUses.IsLast(second, choice)));
        if (isBetterSwapped && test.Jump.TryNegate(_isa))
            (first, second) = (second, first);

        Register destination = RegisterOf(choice);
        MoveTo(destination, first);
        MachineBlock join = Skip(test.Jump, _block);
        MoveTo(destination, second);
        Rejoin(join);
    }

    /// <summary>Ends a block with a jump around the next; gives the block after that.</summary>
    private MachineBlock Skip(MachineInstruction jump, MachineBlock block)
    {
        MachineBlock join = _machine.NewBlock(block.LoopDepth);
        MachineBlock other = _machine.NewBlock(block.LoopDepth);
        block.Instructions.Add(jump);
        block.Successors.Add(join);
        block.Successors.Add(other);
        StartBlock(other);
        return join;
    }

    private void Rejoin(MachineBlock join)
    {
        Continue(join);
        StartBlock(join);
    }
}
