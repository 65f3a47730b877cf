using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// The numbers that a round of a loop makes in several ways, in loops that the verifier follows round by round: there the ways of all rounds
/// multiply, 2, 4, 8, …, unless it can tell that one way is as good as another. That it can't where it compares all that it knows: in the loops inside
/// of one with a budget, or of a callback; nor where it has once followed a branch by what it knew of the number.
/// </summary>
internal static class ForkedNumbers
{
    /// <summary>So many rounds of two ways that nobody follows them all.</summary>
    private const int ManyRounds = 20;

    /// <summary>Hides them at the start of each round, so that all ways look the same there.</summary>
    /// <param name="function">The function.</param>
    /// <param name="budgeted">The first blocks of the loops that have a budget: theirs are hidden.</param>
    /// <param name="numbers">Hides them.</param>
    public static void Hide(Function function, HashSet<BasicBlock> budgeted, UnknownNumbers numbers)
    {
        function.FillPredecessors();
        var dominators = new DominatorTree(function);
        var loops = new Loops(function, dominators);
        var bounds = new LoopBounds(dominators, loops);
        ILookup<Value, Value> users = function.Blocks.SelectMany(block => block.Values)
            .SelectMany(user => user.Arguments.Select(used => (used, user))).ToLookup(use => use.used, use => use.user);
        foreach (Loop loop in loops.All.Where(loop => !budgeted.Contains(loop.Header)))
        {
            bool isInside = function.Callback is { IsLater: false }
                || loops.All.Exists(outer => budgeted.Contains(outer.Header) && outer.Blocks.Contains(loop.Header));
            if (!isInside && bounds.RoundsOf(loop) < ManyRounds)
                continue;
            List<Value> forked = [.. UnknownNumbers.Numbers(loop.Header).Where(phi => IsForked(phi, loop) && (isInside || IsCompared(phi, users)))];
            if (forked.Count > 0)
                numbers.HideAtStart(function, loop.Header, forked);
        }
    }

    /// <summary>Whether a round makes the number in one of several ways.</summary>
    private static bool IsForked(Value phi, Loop loop)
    {
        HashSet<Value> visited = [phi];
        Value[] next = [.. phi.Arguments.Where((_, i) => loop.Blocks.Contains(phi.Incoming[i])).Distinct()];
        if (next.Length > 1)
            return true;
        var work = new Stack<Value>(next);
        while (work.TryPop(out Value? value))
        {
            if (!visited.Add(value) || value.Block is not { } block || !loop.Blocks.Contains(block))
                continue;
            // A comparison as a number is one of two that a branch chooses.
            bool isChosen = value.Opcode == Opcode.Select || value.Arguments.Exists(argument => argument.Type == IrType.Bool);
            if (isChosen || (value.Opcode == Opcode.Phi && block != loop.Header))
                return true;
            if (value.Opcode != Opcode.Phi && !UnknownNumbers.IsUnknown(value))
                value.Arguments.ForEach(work.Push);
        }

        return false;
    }

    /// <summary>Whether something is decided by the number, in the loop or behind it.</summary>
    private static bool IsCompared(Value phi, ILookup<Value, Value> users)
    {
        HashSet<Value> derived = [phi];
        var work = new Stack<Value>(derived);
        while (work.TryPop(out Value? value))
        {
            foreach (Value user in users[value])
            {
                if (user.Opcode is Opcode.Equal or Opcode.NotEqual or Opcode.LessSigned or Opcode.LessUnsigned
                    or Opcode.LessOrEqualSigned or Opcode.LessOrEqualUnsigned)
                    return true;
                if (!UnknownNumbers.IsUnknown(user) && derived.Add(user))
                    work.Push(user);
            }
        }

        return false;
    }
}
