using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Memory;

namespace CsBpf.Compiler.Optimization;

/// <summary>
/// Global value numbering: what was computed on every way to a value is not computed again. Loads are among it, as long as nothing between may
/// have changed what they read; a load of what was stored before gives the stored value.
/// </summary>
/// <remarks>Nothing moves: an equal value that is there already takes the place, so no access comes before the check that allows it.</remarks>
internal sealed class ValueNumbering
{
    private readonly Function _function;
    private readonly DominatorTree _dominators;
    private readonly MemoryClasses _classes;
    private readonly MemoryStates _states;
    private readonly Dictionary<ValueKey, Value> _known = [];
    private readonly Stack<ValueKey> _undo = [];
    private readonly Dictionary<Value, Value> _replacements = [];

    private ValueNumbering(Function function)
    {
        _function = function;
        _dominators = new DominatorTree(function);
        _classes = new MemoryClasses(function);
        _states = new MemoryStates(function, _dominators, _classes);
    }

    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        new ValueNumbering(function).Walk();
    }

    private void Walk()
    {
        var path = new Stack<(BasicBlock Block, int Child, int Known, int Changes)>();
        path.Push(Enter(_function.Entry));
        while (path.TryPop(out (BasicBlock Block, int Child, int Known, int Changes) step))
        {
            IReadOnlyList<BasicBlock> children = _dominators.Children(step.Block);
            if (step.Child < children.Count)
            {
                path.Push(step with { Child = step.Child + 1 });
                path.Push(Enter(children[step.Child]));
                continue;
            }

            while (_undo.Count > step.Known)
                _known.Remove(_undo.Pop());
            _states.Return(step.Changes);
        }

        _function.Replace(_replacements);
        foreach (BasicBlock block in _function.Blocks)
            block.Values.RemoveAll(_replacements.ContainsKey);
    }

    private (BasicBlock, int, int, int) Enter(BasicBlock block)
    {
        (BasicBlock, int, int, int) step = (block, 0, _undo.Count, _states.Depth);
        _states.Enter(block);
        List<Value> old = [.. block.Values];
        block.Values.Clear();
        foreach (Value value in old)
        {
            for (int i = 0; i < value.Arguments.Count; i++)
                value.Arguments[i] = Replaced(value.Arguments[i]);
            Visit(block, value);
            block.Append(value);
            _states.Pass(value);
        }

        return step;
    }

    private void Visit(BasicBlock block, Value value)
    {
        switch (value.Opcode)
        {
            case Opcode.Load when value.Access is { IsVolatile: false, Relocation: null }:
                MemoryLocation location = LoadForwarding.LocationOf(value);
                MemoryState seen = LoadForwarding.Seen(location, _states.Of(_classes.Of(location)));
                if (LoadForwarding.Forward(_function, value, location, seen, made => block.Append(made)) is { } forwarded)
                    _replacements.Add(value, forwarded);
                else
                    Number(value, ValueKey.OfLoad(value, location, seen.Number));
                break;
            case Opcode.KernelLoad:
            case Opcode.KernelProbe when !value.Access.IsVolatile:
                Number(value, ValueKey.Of(value, _states.Of(MemoryClasses.Kernel).Number));
                break;
            case Opcode.Phi:
                Number(value, ValueKey.OfPhi(value, block));
                break;
            case Opcode.PacketStart or Opcode.PacketEnd:
                Number(value, ValueKey.Of(value, _states.Of(MemoryClasses.Packet).Number));
                break;
            case Opcode.CallHelper when value.Helper.IsPure:
            case var opcode when opcode.Info().IsPure:
                Number(value, ValueKey.Of(value, 0));
                break;
        }
    }

    private void Number(Value value, ValueKey key)
    {
        if (_known.TryGetValue(key, out Value? known))
        {
            _replacements.Add(value, known);
        }
        else
        {
            _known.Add(key, value);
            _undo.Push(key);
        }
    }

    private Value Replaced(Value value) => _replacements.GetValueOrDefault(value, value);
}
