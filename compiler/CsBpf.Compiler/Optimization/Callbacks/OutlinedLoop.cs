using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Budgets;
using CsBpf.Compiler.Optimization.Slots;

namespace CsBpf.Compiler.Optimization.Callbacks;

/// <summary>
/// A loop on its way into a function. What goes in and out is in a context on the caller's stack: the number of the way out, the phis, what was
/// computed before, and what is used behind. What the phis start with is hidden: older verifiers follow the first round only. What a round leaves
/// for the next one is hidden, too: newer ones compare the rounds.
/// </summary>
internal sealed class OutlinedLoop
{
    private const int WordSize = 8;

    private static readonly MemoryAccess Word = MemoryAccess.For(IrType.I64);
    private static readonly HelperFunction BpfLoop = new(HelperNumbers.Loop, "bpf_loop", HelperEffects.Any);

    private readonly Function _caller;
    private readonly Loop _loop;
    private readonly LoopInterface _around;
    private readonly UnknownNumbers _numbers;
    private readonly Dictionary<object, int> _words = [];
    private readonly Dictionary<Value, StackSlot> _behind = [];
    private readonly Dictionary<Value, Value> _inside = [];
    private readonly HashSet<Value> _different;
    private readonly StackSlot _slot;
    private readonly Function _callback;
    private readonly BasicBlock _entry;
    private readonly Value _context;

    public OutlinedLoop(Function caller, Loop loop, LoopInterface around, UnknownNumbers numbers, Func<int, Function> newCallback)
    {
        (_caller, _loop, _around, _numbers) = (caller, loop, around, numbers);
        _different = [.. UnknownNumbers.Numbers(loop.Header)];
        foreach (object word in around.Phis.Concat(around.Ins.SelectMany(Sources)).Concat(around.Outs).Concat<object>(around.Shared).Distinct())
            _words.Add(word, WordSize * (_words.Count + 1));
        int size = WordSize * (_words.Count + 1);
        _slot = caller.NewSlot("loop", size, WordSize, isLoopContext: true);
        foreach (Value value in around.UsedBehind)
            _behind.Add(value, caller.NewSlot("behind", MemoryAccess.For(value.Type)));
        _callback = newCallback(size);
        _entry = _callback.NewBlock();
        _context = _entry.Append(_callback.NewValue(Opcode.Parameter, IrType.Pointer, Location, immediate: _callback.Callback!.ContextParameter));
    }

    private SourceLocation Location => _loop.Header.TerminatorLocation;

    /// <summary>Moves the loop.</summary>
    /// <param name="questions">The questions for its budget.</param>
    /// <param name="behind">Gets the blocks that take what comes out of it.</param>
    /// <returns>The block that calls it.</returns>
    public BasicBlock Move(List<Value> questions, HashSet<BasicBlock> behind)
    {
        BasicBlock before = Start();
        Call(before);
        List<BasicBlock> landings = [.. _around.Exits.Select(Land)];
        behind.UnionWith([.. landings, .. Dispatch(before, landings)]);
        UseBehind();
        Import();
        Value index = _entry.Append(_callback.NewValue(Opcode.Parameter, IrType.I64, Location));
        Value last = _entry.Append(_callback.NewConstant(IrType.I64, NumberIterator.Rounds - 1, Location));
        questions.ForEach(question => question.Become(Opcode.Equal, IrType.Bool, [index, last]));
        EndRounds();
        MoveBlocks();
        SlotPromotion.Run(_caller);
        return before;
    }

    /// <summary>Values that are made anew in the callback, for what the verifier and the compiler know of them, need others.</summary>
    private static IEnumerable<Value> Sources(Value value) => LoopInvariants.IsMadeAnew(value) ? value.Arguments.SelectMany(Sources) : [value];

    /// <summary>Makes the only block that leads to the loop from outside.</summary>
    private BasicBlock Start()
    {
        BasicBlock before = _caller.NewBlock();
        BasicBlock[] outside = [.. _loop.Header.Predecessors.Where(block => !_loop.Blocks.Contains(block))];
        Dictionary<Value, Value> starts = _around.Phis.ToDictionary(
            phi => phi, phi => outside.Length == 1 ? Incoming(phi, outside[0]) : Merge(phi));
        Dictionary<IrType, Value> zeroes = [];
        foreach ((Value phi, Value start) in starts)
            Store(before, phi, _numbers.HiddenNumber(_caller, start, before, zeroes));
        foreach (BasicBlock block in outside)
            block.ReplaceSuccessor(_loop.Header, before);
        return before;

        Value Merge(Value phi)
        {
            Value merged = before.Insert(0, _caller.NewPhi(phi.Type, phi.Location));
            foreach (BasicBlock block in outside)
            {
                merged.Arguments.Add(Incoming(phi, block));
                merged.Incoming.Add(block);
            }

            return merged;
        }
    }

    private static Value Incoming(Value phi, BasicBlock from) => phi.Arguments[phi.Incoming.IndexOf(from)];

    private void Call(BasicBlock block)
    {
        foreach (Value value in _around.Ins.SelectMany(Sources).Distinct())
            Store(block, value, value);
        foreach (StackSlot shared in _around.Shared)
            Store(block, shared, block.Append(_caller.NewValue(Opcode.SlotAddress, IrType.Pointer, Location, detail: shared)));
        foreach (Value value in _around.Exits[0].Values.Where(value => !_around.Phis.Contains(value)))
            Store(block, value, block.Append(_caller.NewConstant(value.Type, 0, Location)));
        Value none = block.Append(_caller.NewConstant(IrType.I64, 0, Location));
        Value context = Context(block);
        block.Append(_caller.NewValue(Opcode.Store, IrType.Void, Location, [context, none], detail: Word));
        Value rounds = block.Append(_caller.NewConstant(IrType.I64, NumberIterator.Rounds, Location));
        Value callback = block.Append(_caller.NewValue(Opcode.FunctionAddress, IrType.Pointer, Location, detail: _callback));
        block.Append(_caller.NewValue(Opcode.CallHelper, IrType.I64, Location, [rounds, callback, context, none], detail: BpfLoop));
    }

    /// <summary>Makes the block behind the call that goes where a way out leads.</summary>
    private BasicBlock Land(LoopExit exit)
    {
        BasicBlock landing = _caller.NewBlock();
        Value context = Context(landing);
        Dictionary<Value, Value> loaded = exit.Values.ToDictionary(value => value, value => landing.Append(
            _caller.NewValue(Opcode.Load, value.Type, value.Location, [context], _words[value], MemoryAccess.For(value.Type))));
        foreach ((Value value, Value load) in loaded)
        {
            if (_behind.TryGetValue(value, out StackSlot? slot))
            {
                landing.Append(_caller.NewValue(
                    Opcode.Store, IrType.Void, value.Location, [Address(landing, slot), load], detail: MemoryAccess.For(value.Type)));
            }
        }

        foreach ((Value phi, Value way) in exit.Target.Phis.Zip(exit.Phis))
        {
            foreach (int i in exit.From.Select(from => phi.Incoming.IndexOf(from)).OrderDescending())
            {
                phi.Arguments.RemoveAt(i);
                phi.Incoming.RemoveAt(i);
            }

            phi.Arguments.Add(loaded.GetValueOrDefault(way, way));
            phi.Incoming.Add(landing);
        }

        landing.Jump(exit.Target, exit.From[0].TerminatorLocation);
        return landing;
    }

    /// <summary>Asks which way led out, in a chain of blocks.</summary>
    private List<BasicBlock> Dispatch(BasicBlock block, List<BasicBlock> landings)
    {
        List<BasicBlock> chain = [];
        Value context = Context(block);
        Value way = block.Append(_caller.NewValue(Opcode.Load, IrType.I64, Location, [context], detail: Word));
        for (int i = landings.Count - 1; i > 0; i--)
        {
            BasicBlock rest = i > 1 ? _caller.NewBlock() : landings[0];
            Value number = block.Append(_caller.NewConstant(IrType.I64, i, Location));
            block.Branch(block.Append(_caller.NewValue(Opcode.Equal, IrType.Bool, Location, [way, number])), landings[i], rest, Location);
            chain.Add(block = rest);
        }

        if (landings.Count == 1)
            block.Jump(landings[0], Location);
        return chain;
    }

    /// <summary>What is used behind the loop comes from slots, of which promotion makes values again.</summary>
    private void UseBehind()
    {
        foreach (BasicBlock block in _caller.Blocks.Where(block => !_loop.Blocks.Contains(block)))
        {
            foreach (Value user in block.Values.ToList())
            {
                for (int i = 0; i < user.Arguments.Count; i++)
                {
                    (BasicBlock place, int index) = user.Opcode == Opcode.Phi
                        ? (user.Incoming[i], user.Incoming[i].Values.Count)
                        : (block, block.Values.IndexOf(user));
                    if (_behind.TryGetValue(user.Arguments[i], out StackSlot? slot))
                        user.Arguments[i] = Load(place, index, slot, user.Arguments[i]);
                }
            }

            if (block.Control is not null && _behind.TryGetValue(block.Control, out StackSlot? result))
                block.Control = Load(block, block.Values.Count, result, block.Control);
        }

        Value Load(BasicBlock block, int index, StackSlot slot, Value value)
        {
            Value address = block.Insert(index, _caller.NewValue(Opcode.SlotAddress, IrType.Pointer, value.Location, detail: slot));
            return block.Insert(
                index + 1, _caller.NewValue(Opcode.Load, value.Type, value.Location, [address], detail: MemoryAccess.For(value.Type)));
        }
    }

    /// <summary>Loads what is in the context, and makes anew what is not.</summary>
    private void Import()
    {
        Dictionary<IrType, Value> zeroes = [];
        foreach (Value value in _around.Phis.Concat(_around.Ins.SelectMany(Sources)).Distinct())
        {
            // What a comparison tells of a number, the verifier believes of the word that it was loaded from, too, unless something was computed between.
            Value loaded = LoadWord(value, value.Type);
            _inside.Add(value, _different.Contains(value) ? _numbers.HiddenNumber(_callback, loaded, _entry, zeroes) : loaded);
        }

        foreach (Value value in _around.Ins)
            Import(value);
        Dictionary<StackSlot, Value> slots = _around.Shared.ToDictionary(slot => slot, slot => LoadWord(slot, IrType.Pointer));
        foreach (StackSlot slot in _around.Own)
            slots.Add(slot, _entry.Append(_callback.NewValue(Opcode.SlotAddress, IrType.Pointer, Location, detail: slot)));
        foreach (Value address in _caller.Blocks.SelectMany(block => block.Values).Where(value => value.Opcode == Opcode.SlotAddress))
        {
            if (slots.TryGetValue(address.Slot, out Value? inside))
                _inside.Add(address, inside);
        }

        Value LoadWord(object word, IrType type) => _entry.Append(
            _callback.NewValue(Opcode.Load, type, Location, [_context], _words[word], MemoryAccess.For(type)));
    }

    private Value Import(Value value)
    {
        if (!_inside.TryGetValue(value, out Value? made))
        {
            Value[] arguments = [.. value.Arguments.Select(Import)];
            made = _entry.Append(_callback.NewValue(value.Opcode, value.Type, value.Location, arguments, value.Immediate, value.Detail));
            _inside.Add(value, made);
        }

        return made;
    }

    /// <summary>A round ends by what it leaves for the next one, or with the number of its way out.</summary>
    private void EndRounds()
    {
        foreach (BasicBlock latch in _loop.Header.Predecessors.Where(_loop.Blocks.Contains).ToList())
        {
            BasicBlock end = NewEnd([latch], _loop.Header);
            Dictionary<IrType, Value> zeroes = [];
            foreach (Value phi in _around.Phis.Where(phi => Incoming(phi, latch) != phi))
            {
                Value next = Incoming(phi, latch);
                Keep(end, phi, _different.Contains(phi) || phi.Type == IrType.Bool ? _numbers.HiddenNumber(_callback, next, end, zeroes) : next);
            }

            Return(end, 0);
        }

        for (int i = 0; i < _around.Exits.Count; i++)
        {
            LoopExit exit = _around.Exits[i];
            BasicBlock end = NewEnd(exit.From, exit.Target);
            foreach (Value value in exit.Values.Where(value => !_around.Phis.Contains(value)))
                Keep(end, value, value);
            if (i > 0)
            {
                Value number = end.Append(_callback.NewConstant(IrType.I64, i, Location));
                end.Append(_callback.NewValue(Opcode.Store, IrType.Void, Location, [_context, number], detail: Word));
            }

            Return(end, 1);
        }

        BasicBlock NewEnd(List<BasicBlock> from, BasicBlock target)
        {
            BasicBlock end = _callback.NewBlock();
            from.ForEach(block => block.ReplaceSuccessor(target, end));
            return end;
        }

        void Keep(BasicBlock end, Value word, Value value) => end.Append(
            _callback.NewValue(Opcode.Store, IrType.Void, value.Location, [_context, value], _words[word], MemoryAccess.For(((Value)word).Type)));

        void Return(BasicBlock end, int result) => end.Return(end.Append(_callback.NewConstant(IrType.I64, result, Location)), Location);
    }

    private void MoveBlocks()
    {
        List<BasicBlock> moved = _caller.Blocks.FindAll(_loop.Blocks.Contains);
        _caller.Blocks.RemoveAll(_loop.Blocks.Contains);
        _callback.Blocks.InsertRange(1, moved);
        _loop.Header.Values.RemoveAll(_around.Phis.ToList().Contains);
        _entry.Jump(_loop.Header, Location);
        _callback.Replace(_inside);
        foreach (BasicBlock block in moved)
            block.Values.RemoveAll(IsMovedAddress);
        foreach (BasicBlock block in _caller.Blocks)
            block.Values.RemoveAll(value => IsMovedAddress(value) && _around.Own.Contains(value.Slot));
        _caller.Slots.RemoveAll(_around.Own.Contains);
        _callback.Slots.AddRange(_around.Own);

        bool IsMovedAddress(Value value) => value.Opcode == Opcode.SlotAddress && _inside.ContainsKey(value);
    }

    private void Store(BasicBlock block, object word, Value value) =>
        block.Append(_caller.NewValue(Opcode.Store, IrType.Void, Location, [Context(block), value], _words[word], MemoryAccess.For((word as Value ?? value).Type)));

    private Value Context(BasicBlock block) => Address(block, _slot);

    private Value Address(BasicBlock block, StackSlot slot) =>
        block.Append(_caller.NewValue(Opcode.SlotAddress, IrType.Pointer, Location, detail: slot));
}
