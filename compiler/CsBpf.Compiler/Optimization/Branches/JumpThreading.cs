using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Rewriting;

namespace CsBpf.Compiler.Optimization.Branches;

/// <summary>
/// Sends a way straight to where a branch on a phi leads it: where a block has only phis and what decides its branch, and what comes from a
/// predecessor decides it, that predecessor jumps past the block. What the phis are used for elsewhere goes through slots, to be promoted after.
/// </summary>
internal sealed class JumpThreading
{
    private const int MaximumValues = 6;

    private readonly Function _function;
    private readonly Uses _uses;
    private readonly HashSet<BasicBlock> _headers;

    private JumpThreading(Function function)
    {
        _function = function;
        _uses = new Uses(function);
        _headers = [.. new Loops(function, new DominatorTree(function)).All.Select(loop => loop.Header)];
    }

    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        var threading = new JumpThreading(function);
        foreach (BasicBlock block in function.Blocks)
            threading.Thread(block);
        UnreachableBlocks.Run(function);
    }

    private void Thread(BasicBlock block)
    {
        // To jump past a loop's header would give the loop a second way in.
        if (block.Terminator != TerminatorKind.Branch || !block.Phis.Any() || _headers.Contains(block) || !IsOnlyDecision(block))
            return;
        List<(BasicBlock From, BasicBlock To)> ways = [];
        foreach (BasicBlock predecessor in block.Predecessors)
        {
            if (Evaluate(block.Control!, block, predecessor) is not { } outcome)
                continue;
            BasicBlock target = block.Successors[outcome != 0 ? 0 : 1];
            if (target != block && !predecessor.Successors.Contains(target))
                ways.Add((predecessor, target));
        }

        if (ways.Count == 0)
            return;
        List<(Value Phi, List<(BasicBlock, Value)> Incoming)> phis = [.. block.Phis.Select(phi => (phi, phi.Incoming.Zip(phi.Arguments).ToList()))];
        foreach ((BasicBlock from, BasicBlock to) in ways)
            Redirect(block, from, to);
        foreach ((Value phi, List<(BasicBlock, Value)> incoming) in phis)
            Demote(block, phi, incoming);
    }

    /// <summary>True where the block computes nothing but its condition.</summary>
    private bool IsOnlyDecision(BasicBlock block) => block.Values.Count <= MaximumValues && block.Values.TrueForAll(value =>
        value.Opcode == Opcode.Phi || (value.Opcode.Info().IsPure && _uses.Users(value).All(user => user.Block == block && user.Opcode != Opcode.Phi)
            && _uses.Controlled(value).All(controlled => controlled == block)));

    /// <summary>The number that a value of a block has when control comes from a predecessor; null where it is not known.</summary>
    private static long? Evaluate(Value value, BasicBlock block, BasicBlock predecessor)
    {
        if (value.IsConstant)
            return value.Immediate;
        if (value.Block != block)
            return null;
        if (value.Opcode == Opcode.Phi)
            return value.Arguments[value.Incoming.IndexOf(predecessor)] is { IsConstant: true, Immediate: var number } ? number : null;
        if (value.Arguments.Count is 0 or > 2 || Evaluate(value.Arguments[0], block, predecessor) is not { } x)
            return null;
        long y = 0;
        if (value.Arguments.Count == 2)
        {
            if (Evaluate(value.Arguments[1], block, predecessor) is not { } second)
                return null;
            y = second;
        }

        return ConstantFolding.Fold(value.Opcode, value.Type, value.Arguments[0].Type, x, y, value.Immediate);
    }

    /// <summary>
    /// Keeps a phi in a slot where it is used outside of its block: those places are no longer reached through the block alone. Promoting the
    /// slot puts the phis where they are due then.
    /// </summary>
    private void Demote(BasicBlock block, Value phi, List<(BasicBlock From, Value Value)> incoming)
    {
        List<Value> users = [.. _uses.Users(phi).Where(user => user.Block != block || user.Opcode == Opcode.Phi)];
        List<BasicBlock> controlled = [.. _uses.Controlled(phi).Where(controlled => controlled != block)];
        if (users.Count == 0 && controlled.Count == 0)
            return;
        var access = MemoryAccess.For(phi.Type);
        StackSlot slot = _function.NewSlot("", access);
        foreach ((BasicBlock from, Value value) in incoming)
        {
            Value address = from.Append(Address());
            _uses.Add(from.Append(_function.NewValue(Opcode.Store, IrType.Void, phi.Location, [address, value], detail: access)));
        }

        foreach (Value user in users)
        {
            for (int i = 0; i < user.Arguments.Count; i++)
            {
                if (user.Arguments[i] != phi)
                    continue;
                BasicBlock at = user.Opcode == Opcode.Phi ? user.Incoming[i] : user.Block!;
                user.Arguments[i] = Load(at, user.Opcode == Opcode.Phi ? at.Values.Count : at.Values.IndexOf(user));
            }
        }

        foreach (BasicBlock at in controlled)
            at.Control = Load(at, at.Values.Count);

        Value Address() => _function.NewValue(Opcode.SlotAddress, IrType.Pointer, phi.Location, detail: slot);

        Value Load(BasicBlock at, int index)
        {
            Value address = at.Insert(index, Address());
            Value load = at.Insert(index + 1, _function.NewValue(Opcode.Load, phi.Type, phi.Location, [address], detail: access));
            _uses.Add(load);
            return load;
        }
    }

    private void Redirect(BasicBlock block, BasicBlock from, BasicBlock to)
    {
        foreach (Value phi in to.Phis)
        {
            Value taken = phi.Arguments[phi.Incoming.IndexOf(block)];
            phi.Incoming.Add(from);
            phi.Arguments.Add(taken.Block == block ? taken.Arguments[taken.Incoming.IndexOf(from)] : taken);
            _uses.Add(phi);
        }

        foreach (Value phi in block.Phis)
            UnreachableBlocks.RemoveIncoming(phi, gone => gone == from);
        block.Predecessors.Remove(from);
        to.Predecessors.Add(from);
        from.ReplaceSuccessor(block, to);
    }
}
