using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Rewriting;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>
/// Between which numbers each value of a function is, where it is made and behind the branches that tell more about it; and how comparisons turn
/// out by that.
/// </summary>
/// <remarks>
/// A pass walks down the dominator tree. Phis join what comes to them; where rounds of a loop come around it is what came in the pass before,
/// until nothing changes. What still grows after some passes becomes all numbers on that side, and two passes more take back what the branches
/// in the loop forbid: each pass gives ranges that hold, when those that it started with did.
/// </remarks>
internal sealed class ValueRanges
{
    private const int PassesBeforeWidening = 2;
    private const int PassesBeforeAll = 5;
    private const int MostPasses = 32;
    private const int NarrowingPasses = 2;

    private readonly DominatorTree _dominators;
    private readonly VerifierView? _verifier;
    private readonly Relations? _relations;
    private readonly NumberRange?[] _bits;
    private readonly Dictionary<Value, NumberRange?[]> _incoming = [];
    private readonly Dictionary<Value, NumberRange> _counters = [];
    private readonly HashSet<BasicBlock> _starts;
    private readonly HashSet<long> _limits;
    private readonly Stack<(Value Value, NumberRange? Before)> _undo = [];
    private readonly List<(Value Comparison, bool Outcome)> _decisions = [];
    private readonly List<Value> _idle = [];
    private readonly List<Value> _unsigned = [];
    private NumberRange?[] _current;
    private int _pass;
    private bool _isNarrowing;
    private bool _isLast;
    private bool _hasChanged;

    private ValueRanges(Function function, DominatorTree dominators, VerifierView? verifier)
    {
        _dominators = dominators;
        _verifier = verifier;
        _relations = verifier is null ? new Relations(RangeOf) : null;
        _bits = new NumberRange?[function.ValueBound];
        _current = new NumberRange?[function.ValueBound];
        _starts = [.. dominators.Order.Where(block => block.Predecessors.Exists(before => dominators.IndexOf(before) >= dominators.IndexOf(block)))];
        _limits =
        [
            .. function.Blocks.SelectMany(block => block.Values)
                .Where(value => Condition.Of(value) is not null)
                .SelectMany(value => value.Arguments)
                .Where(argument => argument.IsConstant)
                .Select(argument => argument.Immediate),
        ];
    }

    /// <summary>The comparisons that turn out the same in every run.</summary>
    public IReadOnlyList<(Value Comparison, bool Outcome)> Decisions => _decisions;

    /// <summary>The extensions that leave their operand as it is.</summary>
    public IReadOnlyList<Value> IdleExtensions => _idle;

    /// <summary>The extensions and divisions of signed numbers that are never negative.</summary>
    public IReadOnlyList<Value> Unsigned => _unsigned;

    /// <summary>Finds the ranges in a function.</summary>
    /// <param name="function">The function. <see cref="BasicBlock.Predecessors"/> must be filled, and all blocks be reachable.</param>
    /// <param name="dominators">Its dominators.</param>
    /// <param name="verifier">What the verifier knows, where nothing else counts; null for all that is true.</param>
    public static ValueRanges Find(Function function, DominatorTree dominators, VerifierView? verifier)
    {
        var ranges = new ValueRanges(function, dominators, verifier);
        ranges.Settle();
        return ranges;
    }

    /// <summary>Walks until the ranges hold. Where that takes too long, nothing is concluded from them.</summary>
    private void Settle()
    {
        do
        {
            _hasChanged = false;
            Walk();
        }
        while (_hasChanged && ++_pass < MostPasses);
        if (_hasChanged)
            return;
        _isNarrowing = true;
        for (int i = 0; i < NarrowingPasses && _starts.Count > 0; i++)
            Walk();
        _isLast = true;
        Walk();
    }

    private void Walk()
    {
        var path = new Stack<Step>();
        path.Push(Enter(_dominators.Order[0]));
        while (path.TryPop(out Step step))
        {
            IReadOnlyList<BasicBlock> children = _dominators.Children(step.Block);
            if (step.Child < children.Count)
            {
                path.Push(step with { Child = step.Child + 1 });
                path.Push(Enter(children[step.Child]));
                continue;
            }

            Return(step.Depth, step.Relations);
            _current = step.Known;
        }
    }

    private Step Enter(BasicBlock block)
    {
        var step = new Step(block, 0, _undo.Count, _relations?.Depth ?? 0, _current);
        if (_verifier is not null && _verifier.Forgets(block))
            _current = new NumberRange?[_current.Length];
        else if (WaysInto(block) is [{ Terminator: TerminatorKind.Branch } branch])
            Learn(branch.Control!, branch.Successors[0] == block);
        foreach (Value phi in block.Phis)
            Set(phi, Joined(phi));
        foreach (Value value in block.Values.Where(value => value.Opcode != Opcode.Phi && value.Type != IrType.Void))
            Set(value, Evaluate(value));
        foreach (BasicBlock successor in block.Successors)
            Leave(block, successor);
        return step;
    }

    /// <summary>Where control comes from when it comes to a block for the first time: what was compared there stays the same in a loop behind.</summary>
    private List<BasicBlock> WaysInto(BasicBlock block) => block.Predecessors.FindAll(before => !_dominators.Dominates(block, before));

    private void Leave(BasicBlock block, BasicBlock successor)
    {
        if (!successor.Phis.Any())
            return;
        (int depth, int relations) = (_undo.Count, _relations?.Depth ?? 0);
        bool isTaken = true;
        if (block.Terminator == TerminatorKind.Branch)
        {
            bool holds = block.Successors[0] == successor;
            isTaken = _verifier is not null || RangeOf(block.Control!).Maximum >= 1UL == holds || RangeOf(block.Control!).Minimum >= 1UL == holds;
            Learn(block.Control!, holds);
        }

        foreach (Value phi in successor.Phis)
        {
            if (!_incoming.TryGetValue(phi, out NumberRange?[]? incoming))
                _incoming.Add(phi, incoming = new NumberRange?[phi.Incoming.Count]);
            int way = phi.Incoming.IndexOf(block);
            incoming[way] = isTaken ? RangeOf(phi.Arguments[way]) : null;
        }

        Return(depth, relations);
    }

    private NumberRange Joined(Value phi)
    {
        if (_verifier is not null && _verifier.IsForgotten(phi))
            return NumberRange.All(phi.Type);
        NumberRange? joined = null;
        foreach (NumberRange? way in _incoming.GetValueOrDefault(phi, []))
        {
            if (way is { } comes)
                joined = joined?.Join(comes) ?? comes;
        }

        NumberRange range = Result(phi, joined ?? NumberRange.All(phi.Type));
        if (!_starts.Contains(phi.Block!) || _isNarrowing)
            return range;
        if (_counters.TryGetValue(phi, out NumberRange before))
        {
            range = before.Join(range);
            if (range == before)
                return range;
            if (_pass >= PassesBeforeAll)
                range = before.Widen(range, NumberRange.All(phi.Type)).Shared(phi.Type);
            else if (_pass >= PassesBeforeWidening)
                range = before.Widen(range, Limits(range, phi.Type)).Shared(phi.Type);
        }

        _hasChanged = true;
        return _counters[phi] = range;
    }

    /// <summary>A range up to the next constants that something is compared with: most loops end there.</summary>
    private NumberRange Limits(NumberRange range, IrType type)
    {
        NumberRange limits = NumberRange.All(type);
        foreach (long limit in _limits)
        {
            NumberRange number = NumberRange.Of(ConstantFolding.Normalize(type, limit), type);
            if (number.Minimum >= range.Maximum)
                limits = limits with { Maximum = Math.Min(limits.Maximum, number.Minimum) };
            if (number.SignedMinimum >= range.SignedMaximum)
                limits = limits with { SignedMaximum = Math.Min(limits.SignedMaximum, number.SignedMinimum) };
            if (number.SignedMaximum <= range.SignedMinimum)
                limits = limits with { SignedMinimum = Math.Max(limits.SignedMinimum, number.SignedMaximum) };
        }

        return limits;
    }

    private NumberRange Evaluate(Value value)
    {
        if (value.IsConstant)
            return NumberRange.Of(value.Immediate, value.Type);
        switch (value.Opcode)
        {
            case Opcode.SignExtend or Opcode.ZeroExtend when _isLast && value.Arguments[0].Type == value.Type && FitsExtension(value):
                _idle.Add(value);
                break;
            case Opcode.SignExtend when _isLast && value.Immediate == 32 && value.Arguments[0].Type == IrType.I32 && value.Type == IrType.I64:
            case Opcode.DivideSigned or Opcode.RemainderSigned when _isLast:
                if (value.Arguments.TrueForAll(argument => RangeOf(argument).SignedMinimum >= 0))
                    _unsigned.Add(value);
                break;
            case Opcode.Select:
                return Result(value, Chosen(value, 1).Join(Chosen(value, 2)));
            case Opcode.SlotAddress or Opcode.GlobalAddress or Opcode.MapAddress:
            case Opcode.PointerAdd when value.Type == IrType.Pointer && RangeOf(value.Arguments[0]).Minimum > 0:
                return NumberRange.Between(1, ulong.MaxValue, IrType.I64);
            case var opcode when Condition.Of(value) is var (condition, isOpposite):
                if (Decide(condition) is not { } holds)
                    return NumberRange.All(value.Type);
                if (_isLast)
                    _decisions.Add((value, holds ^ isOpposite));
                return NumberRange.Of(holds ^ isOpposite ? 1 : 0, value.Type);
        }

        if (value.Arguments.Count is 0 or > 2)
            return Result(value, NumberRange.All(value.Type));
        (NumberRange x, NumberRange y) = (RangeOf(value.Arguments[0]), RangeOf(value.Arguments[^1]));
        NumberRange range = RangeArithmetic.Of(value, x, y);
        if (_verifier is null && TrueArithmetic.Of(value, x, y) is { } more)
            range = range.Meet(more, value.Type);
        if (value.Opcode == Opcode.Subtract && _relations?.Decide(new(Opcode.LessUnsigned, value.Arguments[0], value.Arguments[1])) == false)
            range = range.Meet(NumberRange.Between(0, x.Maximum - y.Minimum, value.Type), value.Type);
        return Result(value, range);
    }

    /// <summary>What a selection takes where its condition turned out so. The verifier may have copied that before it compared.</summary>
    private NumberRange Chosen(Value selection, int argument)
    {
        if (_verifier is not null)
            return RangeOf(selection.Arguments[argument]);
        (int depth, int relations) = (_undo.Count, _relations!.Depth);
        Learn(selection.Arguments[0], argument == 1);
        NumberRange range = RangeOf(selection.Arguments[argument]);
        Return(depth, relations);
        return range;
    }

    private NumberRange Result(Value value, NumberRange range)
    {
        if (value.Type is IrType.I32 or IrType.I64)
            range = range.Meet(_bits[value.Id] ??= NumberRange.Of(value), value.Type);
        return _verifier?.Result(value, range) ?? range;
    }

    /// <summary>Takes note of how a condition turned out.</summary>
    private void Learn(Value value, bool holds)
    {
        if (value.IsConstant)
            return;
        Set(value, NumberRange.Of(holds ? 1 : 0, value.Type));
        switch (value.Opcode)
        {
            case Opcode.And or Opcode.Or when holds == (value.Opcode == Opcode.And) && _verifier?.IsSplit(value) != false:
                Learn(value.Arguments[0], holds);
                Learn(value.Arguments[1], holds);
                break;
            case Opcode.Xor when _verifier is null && value.Arguments[1] is { IsConstant: true, Immediate: 1 }:
                Learn(value.Arguments[0], !holds);
                break;
            case var opcode when Condition.Of(value) is var (condition, isOpposite):
                Learn(condition, holds ^ isOpposite);
                break;
        }
    }

    private void Learn(Condition condition, bool holds)
    {
        (Opcode opcode, Value left, Value right) = condition;
        if (opcode != Opcode.Equal && left.Type is not (IrType.I32 or IrType.I64))
            return;
        (NumberRange x, NumberRange y) = (RangeOf(left), RangeOf(right));
        if (!left.IsConstant && _verifier?.IsTold(left, right, opcode, holds, IsKnown) != false)
            Refine(left, x.Left(opcode, y, left.Type, holds));
        if (!right.IsConstant && _verifier?.IsTold(right, left, opcode, holds, IsKnown) != false)
            Refine(right, y.Right(opcode, x, right.Type, holds));
        _relations?.Learn(condition, holds);
    }

    /// <summary>What is known of an extended number is true of the number; the verifier has another register there.</summary>
    private void Refine(Value value, NumberRange range)
    {
        Set(value, range);
        if (_verifier is not null || value is not { Opcode: Opcode.ZeroExtend or Opcode.SignExtend, Immediate: 32, Arguments: [{ Type: IrType.I32 } source] })
            return;
        NumberRange all = NumberRange.All(IrType.I32);
        NumberRange told = value.Opcode == Opcode.ZeroExtend
            ? all with { Minimum = range.Minimum, Maximum = Math.Min(range.Maximum, all.Maximum) }
            : all with
            {
                SignedMinimum = Math.Max(range.SignedMinimum, all.SignedMinimum),
                SignedMaximum = Math.Min(range.SignedMaximum, all.SignedMaximum),
            };
        Set(source, RangeOf(source).Meet(told, IrType.I32));
    }

    private bool? Decide(Condition condition)
    {
        (Opcode opcode, Value left, Value right) = condition;
        if (opcode == Opcode.Equal && ((IsExtensionOf(left, right) && FitsExtension(left)) || (IsExtensionOf(right, left) && FitsExtension(right))))
            return true;
        return RangeOf(left).Decide(opcode, RangeOf(right)) ?? _relations?.Decide(condition);
    }

    private static bool IsExtensionOf(Value value, Value operand) =>
        value.Opcode is Opcode.SignExtend or Opcode.ZeroExtend && value.Arguments[0] == operand;

    /// <summary>Whether an extension leaves its operand as it is: an overflow check asks that.</summary>
    private bool FitsExtension(Value extension)
    {
        NumberRange range = RangeOf(extension.Arguments[0]);
        return extension.Opcode == Opcode.ZeroExtend
            ? range.Maximum <= ulong.MaxValue >> (64 - (int)extension.Immediate)
            : range.SignedMinimum >= long.MinValue >> (64 - (int)extension.Immediate) && range.SignedMaximum <= long.MaxValue >> (64 - (int)extension.Immediate);
    }

    private NumberRange RangeOf(Value value) =>
        value.IsConstant ? NumberRange.Of(value.Immediate, value.Type) : _current[value.Id] ?? NumberRange.All(value.Type);

    private bool IsKnown(Value value) => _current[value.Id] is not null;

    private void Set(Value value, NumberRange range)
    {
        _undo.Push((value, _current[value.Id]));
        _current[value.Id] = range;
    }

    private void Return(int depth, int relations)
    {
        while (_undo.Count > depth)
        {
            (Value value, NumberRange? before) = _undo.Pop();
            _current[value.Id] = before;
        }

        _relations?.Return(relations);
    }

    /// <summary>A block on the way down the tree.</summary>
    /// <param name="Block">The block.</param>
    /// <param name="Child">The next child to go to.</param>
    /// <param name="Depth">What was set before it.</param>
    /// <param name="Relations">The relations known before it.</param>
    /// <param name="Known">The ranges known before it, where it forgets them.</param>
    private readonly record struct Step(BasicBlock Block, int Child, int Depth, int Relations, NumberRange?[] Known);
}
