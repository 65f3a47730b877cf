using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>Computes constants, applies the rules of algebra, and removes what the known bits of its operands make idle, until nothing changes.</summary>
internal sealed class Simplification
{
    private readonly Function _function;
    private readonly Uses _uses;
    private readonly Match _match;
    private readonly Queue<Value> _work = [];
    private readonly HashSet<Value> _queued = [];
    private readonly HashSet<Value> _gone = [];
    private readonly Dictionary<Value, List<Value>> _before = [];

    private Simplification(Function function)
    {
        _function = function;
        _uses = new Uses(function);
        _match = new Match(_uses);
    }

    public static void Run(Function function) => new Simplification(function).Run();

    private void Run()
    {
        foreach (BasicBlock block in ReversePostorder.Of(_function))
        {
            foreach (Value value in block.Values)
                Enqueue(value);
        }

        while (_work.TryDequeue(out Value? value))
        {
            _queued.Remove(value);
            if (!_gone.Contains(value) && !value.IsConstant)
                Visit(value);
        }

        foreach (BasicBlock block in _function.Blocks)
            Rebuild(block);
    }

    private void Visit(Value value)
    {
        if (_uses.Count(value) == 0 && value.IsRemovable)
        {
            Remove(value);
            return;
        }

        Value[] arguments = [.. value.Arguments];
        Value result = Simplify(value, out bool changed);
        if (!changed)
            return;
        _uses.Remove(arguments);
        _uses.Add(value);
        foreach (Value argument in arguments)
            Enqueue(argument);
        IEnumerable<Value> users = _uses.Users(value);
        if (result == value)
        {
            Enqueue(value);
        }
        else
        {
            users = [.. users];
            _uses.Replace(value, result);
            Remove(value);
        }

        foreach (Value user in users)
            Enqueue(user);
    }

    /// <summary>One step: another value, or the same that has become another operation.</summary>
    private Value Simplify(Value value, out bool changed)
    {
        changed = true;
        switch (value.Opcode)
        {
            case Opcode.Phi:
                if (value.Arguments.TrueForAll(argument => argument.IsConstant && argument.Immediate == value.Arguments[0].Immediate))
                    return BecomeConstant(value, value.Arguments[0].Immediate);
                if (OnlyArgument(value) is { } only)
                    return only;
                break;
            case Opcode.Load or Opcode.Atomic or Opcode.KernelProbe when MemoryFolding.TryFoldDisplacement(value):
                return value;
            case Opcode.Load when MemoryFolding.ConstantOf(value) is { } number:
                return BecomeConstant(value, number);
            case Opcode.Equal or Opcode.NotEqual or Opcode.Subtract or Opcode.MayOverlap when ObjectFolding.ConstantOf(value, _function) is { } answer:
                return BecomeConstant(value, answer);
            case Opcode.KernelLoad when value.Arguments[0].IsConstant:
                return BecomeConstant(value, 0);
            case Opcode.Store when MemoryFolding.TryFoldDisplacement(value):
                return value;
            case Opcode.Store when MemoryFolding.Stored(value) is var stored && stored != value.Arguments[1]:
                value.Arguments[1] = stored;
                return value;
        }

        if (value.Opcode.Info() is { IsCommutative: true } && value.Arguments[0].IsConstant && !value.Arguments[1].IsConstant)
            value.Arguments.Reverse();
        else if (FoldedNumber(value) is { } number)
            return BecomeConstant(value, number);
        foreach (RewriteRule rule in RewriteRules.For(value.Opcode))
        {
            if (rule.Applies(_match, value))
                return new Replacer(_function, _match, value, made => Add(made, value)).Build(rule.Replacement);
        }

        if (BitFolding.Result(value) is { } known)
            return BecomeConstant(value, known);
        if (BitFolding.SameOperand(value) is { } same)
            return same;
        changed = false;
        return value;
    }

    private static long? FoldedNumber(Value value)
    {
        if (value.Arguments.Count is 0 or > 2 || !value.Arguments.TrueForAll(argument => argument.IsConstant))
            return null;
        long y = value.Arguments.Count > 1 ? value.Arguments[1].Immediate : 0;
        return ConstantFolding.Fold(value.Opcode, value.Type, value.Arguments[0].Type, value.Arguments[0].Immediate, y, value.Immediate);
    }

    /// <summary>What a phi takes from everywhere, itself left out; null where that is more than one value.</summary>
    private static Value? OnlyArgument(Value phi)
    {
        Value? only = null;
        foreach (Value argument in phi.Arguments)
        {
            if (argument == phi || argument == only)
                continue;
            if (only is not null)
                return null;
            only = argument;
        }

        return only;
    }

    private static Value BecomeConstant(Value value, long number)
    {
        value.Become(Opcode.Constant, value.Type, [], ConstantFolding.Normalize(value.Type, number));
        return value;
    }

    private void Enqueue(Value value)
    {
        if (_queued.Add(value))
            _work.Enqueue(value);
    }

    private void Remove(Value value)
    {
        _gone.Add(value);
        _uses.Remove(value.Arguments);
        foreach (Value argument in value.Arguments)
            Enqueue(argument);
        value.Arguments.Clear();
    }

    private void Add(Value made, Value root)
    {
        if (!_before.TryGetValue(root, out List<Value>? before))
            _before.Add(root, before = []);
        before.Add(made);
        _uses.Add(made);
        Enqueue(made);
    }

    /// <summary>Puts the new values where they are due, and leaves out those that are gone. A phi that became a constant comes after the phis.</summary>
    private void Rebuild(BasicBlock block)
    {
        List<Value> old = [.. block.Values];
        block.Values.Clear();
        foreach (Value value in old.Where(value => value.Opcode == Opcode.Phi).Concat(old.Where(value => value.Opcode != Opcode.Phi)))
            Place(block, value);
    }

    private void Place(BasicBlock block, Value value)
    {
        if (_before.TryGetValue(value, out List<Value>? before))
        {
            foreach (Value made in before)
                Place(block, made);
        }

        if (!_gone.Contains(value))
            block.Append(value);
    }
}
