using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>
/// Makes SSA values of the slots that only hold a scalar: phis where definitions meet and the value is still wanted. A slot that is read before
/// it is written holds 0.
/// </summary>
internal sealed class SlotPromotion
{
    private readonly Function _function;
    private readonly DominatorTree _dominators;
    private readonly Dictionary<StackSlot, Variable> _variables = [];
    private readonly Dictionary<Value, Variable> _accesses = [];
    private readonly Dictionary<BasicBlock, List<(Variable Variable, Value Phi)>> _phis = [];
    private readonly Dictionary<Value, Value> _replacements = [];

    private SlotPromotion(Function function)
    {
        _function = function;
        _dominators = new DominatorTree(function);
    }

    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        var promotion = new SlotPromotion(function);
        if (!promotion.FindVariables())
            return;
        promotion.PlacePhis();
        promotion.Rename();
        function.Replace(promotion._replacements);
        DeadCode.Run(function);
    }

    /// <summary>Finds the slots that are only loaded and stored, in one size at one place.</summary>
    private bool FindVariables()
    {
        var uses = new SlotUses(_function);
        foreach (IGrouping<StackSlot, SlotAccess> accesses in uses.Accesses.GroupBy(access => access.Slot))
        {
            (long offset, long size) = (accesses.First().Offset, accesses.First().Size);
            if (!uses.IsPrivate(accesses.Key) || accesses.Any(access => !access.IsScalar || access.Offset != offset || access.Size != size))
                continue;
            var pieces = new SlotPieces();
            foreach (SlotAccess access in accesses)
                pieces.Add(0, size, access.Type);
            var variable = new Variable(accesses.Key, pieces.At(0).Type);
            _variables.Add(accesses.Key, variable);
            foreach (SlotAccess access in accesses)
            {
                _accesses.Add(access.User, variable);
                variable.Take(access.User);
            }
        }

        return _variables.Count > 0;
    }

    private void PlacePhis()
    {
        var frontiers = new DominanceFrontiers(_function, _dominators);
        foreach (Variable variable in _variables.Values)
        {
            HashSet<BasicBlock> live = variable.LiveBlocks();
            foreach (BasicBlock block in frontiers.Iterate(variable.Definitions, live.Contains))
            {
                Value phi = _function.NewPhi(variable.Type, variable.Location);
                if (!_phis.TryGetValue(block, out List<(Variable, Value)>? phis))
                    _phis.Add(block, phis = []);
                phis.Add((variable, phi));
            }
        }
    }

    /// <summary>Walks the dominator tree with the value that each variable has.</summary>
    private void Rename()
    {
        var path = new Stack<(BasicBlock Block, int Child, List<(Variable Variable, Value? Before)> Undo)>();
        path.Push(Enter(_function.Entry));
        while (path.TryPop(out (BasicBlock Block, int Child, List<(Variable Variable, Value? Before)> Undo) step))
        {
            if (step.Child < _dominators.Children(step.Block).Count)
            {
                path.Push((step.Block, step.Child + 1, step.Undo));
                path.Push(Enter(_dominators.Children(step.Block)[step.Child]));
            }
            else
            {
                for (int i = step.Undo.Count - 1; i >= 0; i--)
                    step.Undo[i].Variable.Current = step.Undo[i].Before;
            }
        }

        foreach ((BasicBlock block, List<(Variable, Value Phi)> phis) in _phis)
        {
            foreach ((_, Value phi) in phis)
                block.Insert(0, phi);
        }
    }

    private (BasicBlock, int, List<(Variable, Value?)>) Enter(BasicBlock block)
    {
        var undo = new List<(Variable, Value?)>();
        if (_phis.TryGetValue(block, out List<(Variable Variable, Value Phi)>? phis))
        {
            foreach ((Variable variable, Value phi) in phis)
                Set(variable, phi, undo);
        }

        List<Value> old = [.. block.Values];
        block.Values.Clear();
        foreach (Value value in old)
        {
            if (!_accesses.TryGetValue(value, out Variable? variable))
                block.Append(value);
            else if (value.Opcode == Opcode.Load)
                _replacements.Add(value, new ScalarConversion(_function, value, made => block.Append(made)).From(CurrentOf(variable))!);
            else
                Set(variable, Written(block, value, variable), undo);
        }

        foreach (BasicBlock successor in block.Successors)
        {
            if (!_phis.TryGetValue(successor, out phis))
                continue;
            foreach ((Variable variable, Value phi) in phis)
            {
                phi.Incoming.Add(block);
                phi.Arguments.Add(CurrentOf(variable));
            }
        }

        return (block, 0, undo);
    }

    private static void Set(Variable variable, Value value, List<(Variable, Value?)> undo)
    {
        undo.Add((variable, variable.Current));
        variable.Current = value;
    }

    private Value CurrentOf(Variable variable) => variable.Current ?? (variable.Initial ??= InitialOf(variable));

    private Value InitialOf(Variable variable)
    {
        Value zero = _function.NewConstant(variable.Type, 0, variable.Location);
        _function.Entry.Insert(0, zero);
        return zero;
    }

    /// <summary>What a store writes, as the type of the variable; the bits above its size may be anything.</summary>
    private Value Written(BasicBlock block, Value store, Variable variable)
    {
        Value stored = _replacements.GetValueOrDefault(store.Arguments[1], store.Arguments[1]);
        return (stored.Type, variable.Type) switch
        {
            var (from, to) when from == to => stored,
            (IrType.I64, IrType.I32) => Append(block, Opcode.Truncate, IrType.I32, store.Location, [stored]),
            (IrType.Bool, _) => Append(block, Opcode.ZeroExtend, IrType.I32, store.Location, [stored], 1),
            _ when stored is { IsConstant: true, Immediate: 0 } => Append(block, Opcode.Constant, variable.Type, store.Location, []),
            _ => Append(block, Opcode.Reinterpret, variable.Type, store.Location, [stored]),
        };
    }

    private Value Append(BasicBlock block, Opcode opcode, IrType type, SourceLocation location, IEnumerable<Value> arguments, int bits = 0) =>
        block.Append(_function.NewValue(opcode, type, location, arguments, bits));

    /// <summary>A slot that becomes values.</summary>
    private sealed class Variable(StackSlot slot, IrType type)
    {
        private readonly HashSet<BasicBlock> _exposed = [];

        public StackSlot Slot { get; } = slot;

        public IrType Type { get; } = type;

        public SourceLocation Location { get; private set; }

        /// <summary>The blocks that store to it.</summary>
        public HashSet<BasicBlock> Definitions { get; } = [];

        /// <summary>The value that it has where the walk is; null for none yet.</summary>
        public Value? Current { get; set; }

        /// <summary>The constant that it has before the first store.</summary>
        public Value? Initial { get; set; }

        /// <summary>Takes note of an access. The accesses of a block come in their order.</summary>
        public void Take(Value access)
        {
            BasicBlock block = access.Block!;
            if (access.Opcode == Opcode.Store)
                Definitions.Add(block);
            else if (!Definitions.Contains(block))
                _exposed.Add(block);
            if (Location == default)
                Location = access.Location;
        }

        /// <summary>The blocks at whose start the value is still wanted.</summary>
        public HashSet<BasicBlock> LiveBlocks()
        {
            HashSet<BasicBlock> live = [.. _exposed];
            var work = new Stack<BasicBlock>(_exposed);
            while (work.TryPop(out BasicBlock? block))
            {
                foreach (BasicBlock predecessor in block.Predecessors)
                {
                    if (!Definitions.Contains(predecessor) && live.Add(predecessor))
                        work.Push(predecessor);
                }
            }

            return live;
        }
    }
}
