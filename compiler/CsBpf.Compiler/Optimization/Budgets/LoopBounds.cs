using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Ranges;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// How long the verifier walks in a loop, which it follows round by round: known for loops that count, by a constant step, to a limit of which
/// the largest number is known, or to another counter that comes towards them.
/// </summary>
internal sealed class LoopBounds
{
    /// <summary>The verifier remembers 8192 ways that it has still to go, as it follows up to a million instructions.</summary>
    private const int LengthOfFork = 1_000_000 / 8192;

    /// <summary>How often the verifier goes round where it finds that rounds are alike.</summary>
    private const int RoundsUntilNothingChanges = 4;

    private readonly DominatorTree _dominators;
    private readonly Loops _loops;
    private readonly ILookup<Loop?, Loop> _inner;
    private readonly Dictionary<Loop, double> _rounds = [];
    private readonly Dictionary<Loop, double> _lengthsOfRounds = [];
    private readonly Dictionary<Loop, double> _lengths = [];
    private readonly HashSet<BasicBlock> _beforeLoops = [];
    private readonly HashSet<Loop> _variable = [];
    private readonly Dictionary<Loop, VariableLimit> _limits = [];

    /// <summary>Measures all the loops of a function.</summary>
    public LoopBounds(DominatorTree dominators, Loops loops)
    {
        _dominators = dominators;
        _loops = loops;
        _inner = loops.All.ToLookup(loop => loop.Outer);
        foreach (Loop loop in loops.All.OrderBy(loop => loop.Blocks.Count))
        {
            _rounds[loop] = Rounds(loop);
            _lengthsOfRounds[loop] = LengthOfRound(loop);
            _lengths[loop] = _rounds[loop] * _lengthsOfRounds[loop];
        }

        var work = new Stack<BasicBlock>(loops.All.Select(loop => loop.Header));
        while (work.TryPop(out BasicBlock? block))
        {
            if (_beforeLoops.Add(block))
                block.Predecessors.ForEach(work.Push);
        }
    }

    /// <summary>How many rounds there are at most; infinite where it is not known.</summary>
    public double RoundsOf(Loop loop) => _rounds[loop];

    /// <summary>About how many instructions the verifier walks through in all rounds; infinite where it is not known.</summary>
    public double LengthOf(Loop loop) => _lengths[loop];

    /// <summary>The comparisons that end loops which the verifier can follow to the end, but don't count from or to a constant.</summary>
    public IEnumerable<VariableLimit> VariableLimits(double longestWalk) => _limits.Where(limit => _lengths[limit.Key] <= longestWalk).Select(limit => limit.Value);

    /// <summary>
    /// The loops that are left for other loops in many rounds: the verifier takes each of these ways, the last first, and walks through what
    /// follows anew, which in loops behind and around each other multiplies. None where the walk is not too long in all.
    /// </summary>
    /// <param name="loops">The loops that have no budget.</param>
    /// <param name="longestWalk">What is too long, in instructions.</param>
    public HashSet<Loop> LeftTooOften(IEnumerable<Loop> loops, double longestWalk)
    {
        // The others get a budget anyway.
        Loop[] bounded = [.. loops.Where(loop => _lengths[loop] <= longestWalk)];
        HashSet<Loop> left = [.. bounded.Where(IsLeftInManyRounds)];
        HashSet<Loop> outer = [.. left.SelectMany(Around)];
        Loop[] around = [.. bounded.Where(loop => !left.Contains(loop) && outer.Contains(loop))];
        if (left.Count == 0 || left.Count + around.Length == 1)
            return [];
        double ways = left.Concat(around).Aggregate(1.0, (product, loop) => product * _rounds[loop]);
        return ways * left.Max(LengthOf) > longestWalk ? left : [];
    }

    /// <summary>
    /// About how many instructions the verifier walks through behind a loop that brings other numbers there in each of its rounds, and goes on to other
    /// loops with them; 0 where it is left in few rounds.
    /// </summary>
    public double LengthBehind(Loop loop)
    {
        if (double.IsInfinity(_rounds[loop]) || !IsLeftInManyRounds(loop))
            return 0;
        HashSet<BasicBlock> behind = [];
        var work = new Stack<BasicBlock>(loop.Blocks.SelectMany(block => block.Successors));
        while (work.TryPop(out BasicBlock? block))
        {
            if (!loop.Blocks.Contains(block) && behind.Add(block))
                block.Successors.ForEach(work.Push);
        }

        return _rounds[loop] * WaysOut(loop) * behind.Sum(block => LengthOf(block) * _loops.All
            .Where(other => other.Blocks.Contains(block) && !other.Blocks.Contains(loop.Header))
            .Aggregate(1.0, (product, other) => product * Math.Min(_rounds[other], RoundsUntilNothingChanges)));

        static double LengthOf(BasicBlock block) =>
            block.Values.Count + (block.Successors.Count(next => next.Terminator != TerminatorKind.Fault) > 1 ? LengthOfFork : 1);
    }

    private static IEnumerable<Loop> Around(Loop loop)
    {
        for (Loop? outer = loop.Outer; outer is not null; outer = outer.Outer)
            yield return outer;
    }

    private bool IsLeftInManyRounds(Loop loop)
    {
        const int manyRounds = 16;
        if (_rounds[loop] < manyRounds)
            return false;
        int ways = WaysOut(loop);
        return ways > 1 || (ways == 1 && _variable.Contains(loop) && HasVariableAccess(loop));
    }

    /// <summary>In how many places a round may end a loop for others.</summary>
    private int WaysOut(Loop loop) =>
        loop.Blocks.Count(block => block.Successors.Exists(next => !loop.Blocks.Contains(next) && _beforeLoops.Contains(next)));

    // What counts the rounds leads to memory: of that number the verifier has to know exactly where it ends.
    private static bool HasVariableAccess(Loop loop) =>
        loop.Blocks.Any(block => block.Values.Exists(value => value is { Opcode: Opcode.PointerAdd, Arguments: [_, { IsConstant: false }] }));

    /// <summary>A loop inside counts with all its rounds. One without end gets an end of its own, and counts as a few rounds.</summary>
    private double LengthOfRound(Loop loop)
    {
        IEnumerable<BasicBlock> own = loop.Blocks.Where(block => _loops.IsOwn(block, loop));
        double length = own.Sum(block => block.Values.Count + (IsFork(block, loop) ? LengthOfFork : 1));
        return length + _inner[loop].Sum(inner =>
            double.IsInfinity(_lengths[inner]) ? RoundsUntilNothingChanges * _lengthsOfRounds[inner] : _lengths[inner]);
    }

    /// <summary>Whether two ways lead on from a block in the same round, of which the verifier goes one and remembers the other.</summary>
    private static bool IsFork(BasicBlock block, Loop loop) =>
        block.Terminator == TerminatorKind.Branch && block.Successors.TrueForAll(loop.Blocks.Contains);

    private double Rounds(Loop loop)
    {
        BasicBlock[] latches = [.. loop.Header.Predecessors.Where(loop.Blocks.Contains)];
        double least = double.PositiveInfinity;
        foreach (BasicBlock block in loop.Blocks.Where(block => block.Terminator == TerminatorKind.Branch && latches.All(latch => _dominators.Dominates(block, latch))))
        {
            bool goesOnWhereTrue = loop.Blocks.Contains(block.Successors[0]);
            if (goesOnWhereTrue != loop.Blocks.Contains(block.Successors[1]))
                least = Math.Min(least, Rounds(loop, latches, block.Control!, goesOnWhereTrue));
        }

        return least;
    }

    /// <summary>How often a condition lets a loop go on.</summary>
    private double Rounds(Loop loop, BasicBlock[] latches, Value condition, bool goesOnWhereTrue)
    {
        if (Condition.Of(condition) is not var (comparison, isOpposite))
            return double.PositiveInfinity;
        (Opcode opcode, Value left, Value right) = comparison;
        bool holds = goesOnWhereTrue ^ isOpposite;
        bool isSigned = opcode == Opcode.LessSigned;
        foreach ((Value counted, Value limit, bool isLeft) in new[] { (left, right, true), (right, left, false) })
        {
            if (Counter(loop, latches, counted) is not var (start, step))
                continue;
            (Value end, long stepOfEnd) = Counter(loop, latches, limit) ?? (limit, 0);
            if (opcode == Opcode.Equal && IsInside(loop, end))
                continue;
            step -= stepOfEnd;
            (long startMinimum, long startMaximum) = RangeOf(start, loop.Header, isSigned);
            (long endMinimum, long endMaximum) = RangeOf(end, loop.Header, isSigned);
            bool isTowards = opcode == Opcode.Equal
                ? !holds && Math.Abs(step) == 1 && (step > 0 ? startMaximum <= endMinimum : startMinimum >= endMaximum)
                : step != 0 && (isLeft == holds) == step > 0;
            if (isTowards && !end.IsConstant)
                _variable.Add(loop);
            if (isTowards && !start.IsConstant && !end.IsConstant && stepOfEnd == 0 && opcode != Opcode.Equal)
                _limits[loop] = new VariableLimit(loop.Header, condition, comparison, isLeft, holds, step > 0 ? endMaximum : endMinimum);
            if (!isTowards)
                continue;
            double distance = step > 0 ? (double)endMaximum - startMinimum : (double)startMaximum - endMinimum;
            double last = step > 0 ? startMaximum + distance : startMinimum - distance;
            if (start.IsConstant || IsCarried(counted) || !MayWrap(start.Type, isSigned, last))
                return distance / Math.Abs(step);
        }

        return double.PositiveInfinity;
    }

    /// <summary>Whether the next round starts from what was compared: of another number the verifier does not learn the limit.</summary>
    private static bool IsCarried(Value counted) => counted.Opcode == Opcode.Phi || counted.Arguments[0].Arguments.Contains(counted);

    private static bool MayWrap(IrType type, bool isSigned, double last) => (type, isSigned) switch
    {
        (IrType.I32, true) => last is < int.MinValue or > int.MaxValue,
        (IrType.I32, false) => last is < 0 or > uint.MaxValue,
        (_, true) => last is <= long.MinValue or >= long.MaxValue,
        _ => last is < 0 or >= long.MaxValue,
    };

    private static bool IsInside(Loop loop, Value value) => value.Block is { } block && !value.IsConstant && loop.Blocks.Contains(block);

    /// <summary>Where a value starts that each round adds the same constant to, and the constant. What is compared may be the sum already.</summary>
    private static (Value Start, long Step)? Counter(Loop loop, BasicBlock[] latches, Value value)
    {
        while (value.Opcode is Opcode.ZeroExtend or Opcode.SignExtend && value.Immediate == 32)
            value = value.Arguments[0];
        Value phi = StepOf(value) is { } ? value.Arguments[0] : value;
        if (phi.Opcode != Opcode.Phi || phi.Block != loop.Header)
            return null;
        Value? start = null;
        long? step = null;
        for (int i = 0; i < phi.Arguments.Count; i++)
        {
            if (latches.Contains(phi.Incoming[i]))
            {
                if (phi.Arguments[i].Arguments is not [var before, ..] || before != phi || StepOf(phi.Arguments[i]) is not { } added || (step ?? added) != added)
                    return null;
                step = added;
            }
            else if (start is not null && start != phi.Arguments[i])
            {
                return null;
            }
            else
            {
                start = phi.Arguments[i];
            }
        }

        return start is not null && step is not null and not 0 ? (start, step.Value) : null;
    }

    private static long? StepOf(Value value) => value switch
    {
        { Opcode: Opcode.Add, Arguments: [_, { IsConstant: true, Immediate: var added }] } => added,
        { Opcode: Opcode.Subtract, Arguments: [_, { IsConstant: true, Immediate: var taken }] } => -taken,
        _ => null,
    };

    /// <summary>Between which numbers a value is where a loop starts, by its bits and by the branches on the way.</summary>
    private (long Minimum, long Maximum) RangeOf(Value value, BasicBlock at, bool isSigned)
    {
        while (value is { Opcode: Opcode.ZeroExtend or Opcode.SignExtend, Immediate: 32, Arguments: [{ Type: IrType.I32 } narrow] })
        {
            if (value.Opcode == Opcode.ZeroExtend)
                isSigned = false;
            else if (!isSigned)
                break;
            value = narrow;
        }

        if (value.IsConstant)
            return isSigned || value.Immediate >= 0 ? (value.Immediate, value.Immediate) : (0, long.MaxValue);
        if (isSigned && StepOf(value) is { } step && SignedSum(RangeOf(value.Arguments[0], at, isSigned), step, value.Type) is { } sum)
            return sum;
        NumberRange range = NumberRange.Of(value);
        for (BasicBlock? block = at; block is not null && _dominators.ImmediateDominator(block) is { } above; block = above)
        {
            if (WaysInto(block) is [{ Terminator: TerminatorKind.Branch } branch] && Condition.Of(branch.Control!) is var (condition, isOpposite))
                range = Refine(range, value, condition, (branch.Successors[0] == block) ^ isOpposite);
        }

        return isSigned ? (range.SignedMinimum, range.SignedMaximum) : ((long)Math.Min(range.Minimum, long.MaxValue), (long)Math.Min(range.Maximum, long.MaxValue));
    }

    /// <summary>The range of a sum; null where it may wrap.</summary>
    private static (long Minimum, long Maximum)? SignedSum((long Minimum, long Maximum) range, long added, IrType type)
    {
        (long minimum, long maximum) = type == IrType.I32 ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        bool mayWrap = added < 0 ? range.Minimum < minimum - added : range.Maximum > maximum - added;
        return mayWrap ? null : (range.Minimum + added, range.Maximum + added);
    }

    /// <summary>Where control comes from when it comes to a block for the first time.</summary>
    private List<BasicBlock> WaysInto(BasicBlock block) => block.Predecessors.FindAll(before => !_dominators.Dominates(block, before));

    private static NumberRange Refine(NumberRange range, Value value, Condition condition, bool holds)
    {
        bool isLeft = condition.Right == value;
        Value other = isLeft ? condition.Left : condition.Right;
        if ((condition.Left == value) == isLeft || LimitOf(other, condition.Opcode, isUpper: isLeft != holds) is not { } constant)
            return range;
        NumberRange number = NumberRange.Of(constant, value.Type);
        return isLeft ? range.Right(condition.Opcode, number, value.Type, holds) : range.Left(condition.Opcode, number, value.Type, holds);
    }

    /// <summary>The constant that a comparison with a value comes down to: where the other is less than it, less than the most that it can be.</summary>
    private static long? LimitOf(Value value, Opcode opcode, bool isUpper)
    {
        if (value.IsConstant)
            return value.Immediate;
        NumberRange range = NumberRange.Of(value);
        return opcode switch
        {
            Opcode.LessSigned => isUpper ? range.SignedMaximum : range.SignedMinimum,
            Opcode.LessUnsigned => (long)(isUpper ? range.Maximum : range.Minimum),
            _ => null,
        };
    }
}
