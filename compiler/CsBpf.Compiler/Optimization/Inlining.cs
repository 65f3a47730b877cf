using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Budgets;

namespace CsBpf.Compiler.Optimization;

/// <summary>
/// Puts the blocks of callees in the place of calls: of those that a call between functions of BPF can't do (faults, addresses, more than five
/// parameters), of those that are called while a spin lock is held, of those that are called once, and of small ones. A fault goes where that
/// of the call went.
/// </summary>
internal static class Inlining
{
    /// <summary>The number of values up to which a function is small: about what passing arguments and saving registers costs.</summary>
    private const int SmallSize = 40;

    public static void Run(Function function, CallGraph calls)
    {
        var results = new Dictionary<Value, Value>();
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            BasicBlock block = function.Blocks[i];
            int call = block.Values.FindIndex(value => value.Opcode == Opcode.Call && IsInlined(value, calls));
            if (call >= 0)
                Inline(function, block, call, i + 1, results);
        }

        while (FindLockedCall(function, calls) is { } locked)
            Inline(function, locked.Block!, locked.Block!.Values.IndexOf(locked), function.Blocks.IndexOf(locked.Block!) + 1, results);

        function.Replace(results);
        UnreachableBlocks.Run(function);
    }

    private static bool IsInlined(Value call, CallGraph calls) =>
        CanBe(call, calls) && (MustBe(call.Callee) || calls.SitesOf(call.Callee) == 1 || SizeOf(call.Callee) <= SmallSize);

    /// <summary>A call that is made while a spin lock is held: before 6.9 the kernel allows none.</summary>
    private static Value? FindLockedCall(Function function, CallGraph calls)
    {
        if (!KernelSections.HasBoundaries(function))
            return null;
        var sections = new KernelSections(function, []);
        return function.Blocks.SelectMany(sections.Values).Where(step => step.Open.Contains(KernelSection.SpinLock)).Select(step => step.Value)
            .FirstOrDefault(value => value.Opcode == Opcode.Call && CanBe(value, calls));
    }

    private static bool CanBe(Value call, CallGraph calls) =>
        !call.Callee.IsGlobal && !calls.IsRecursive(call.Callee) && (FaultQuestions.Of(call) is not { } question || EndsBlock(call, question));

    private static bool MustBe(Function callee) =>
        callee.ParameterTypes.Length > Function.MaxParameters
        || callee.ParameterTypes.Append(callee.ReturnType).Any(type => type is IrType.Pointer or IrType.KernelPointer)
        || callee.Blocks.Exists(block => block.Terminator == TerminatorKind.Fault);

    private static int SizeOf(Function callee) =>
        callee.Blocks.Sum(block => 1 + block.Values.Count(value => value.Opcode is not (Opcode.Constant or Opcode.Parameter or Opcode.SlotAddress)));

    /// <summary>Inlines one call; the rest of its block becomes a block after those of the callee.</summary>
    private static void Inline(Function function, BasicBlock block, int index, int place, Dictionary<Value, Value> results)
    {
        Value call = block.Values[index];
        Value? question = FaultQuestions.Of(call);
        BasicBlock rest = function.SplitBlock(block, index + 1);
        block.Values.RemoveAt(index);
        BasicBlock? fault = question is null ? null : SeparateFault(function, rest);
        var copy = new Copy(function, call, rest, fault);
        block.Jump(copy.Make(), call.Location);
        int made = function.Blocks.IndexOf(rest);
        List<BasicBlock> placed = [.. function.Blocks.Skip(made + 1), rest];
        function.Blocks.RemoveRange(made, placed.Count);
        function.Blocks.InsertRange(place, placed);
        if (copy.Result is not null)
            results.Add(call, copy.Result);
    }

    /// <summary>Makes a block of the way that a fault takes behind a call.</summary>
    private static BasicBlock SeparateFault(Function function, BasicBlock rest)
    {
        BasicBlock target = rest.Successors[0];
        BasicBlock fault = function.NewBlock();
        fault.Jump(target, rest.TerminatorLocation);
        foreach (Value phi in target.Phis)
            phi.Incoming[phi.Incoming.IndexOf(rest)] = fault;
        rest.Values.Clear();
        rest.Jump(rest.Successors[1], rest.TerminatorLocation);
        return fault;
    }

    /// <summary>True where nothing comes behind the call but the question whether it faulted, and the branch on that.</summary>
    private static bool EndsBlock(Value call, Value question) =>
        call.Block is { Terminator: TerminatorKind.Branch } block && block.Control == question && block.Values[^2] == call && block.Values[^1] == question;

    /// <summary>The copy of a callee for one call.</summary>
    private sealed class Copy(Function function, Value call, BasicBlock rest, BasicBlock? fault)
    {
        private readonly Dictionary<Value, Value> _values = [];
        private readonly Dictionary<BasicBlock, BasicBlock> _blocks = [];
        private readonly Dictionary<StackSlot, StackSlot> _slots = [];

        /// <summary>What the call gives: a phi of what the callee returns; null for nothing.</summary>
        public Value? Result { get; private set; }

        public BasicBlock Make()
        {
            Function callee = call.Callee;
            foreach (BasicBlock block in callee.Blocks)
                _blocks.Add(block, function.NewBlock());
            foreach (StackSlot slot in callee.Slots)
                _slots.Add(slot, function.NewSlot(slot.Name, slot.Size, slot.Alignment));
            foreach (BasicBlock block in callee.Blocks)
            {
                foreach (Value value in block.Values)
                    MakeValue(value, _blocks[block]);
            }

            if (call.Type != IrType.Void)
                Result = rest.Insert(0, function.NewPhi(call.Type, call.Location));
            foreach (BasicBlock block in callee.Blocks)
            {
                foreach (Value value in block.Values.Where(value => value.Opcode != Opcode.Parameter))
                    _values[value].Arguments.AddRange(value.Arguments.Select(argument => _values[argument]));
                MakeEnd(block, _blocks[block]);
            }

            if (fault is not null)
                KeepFaults(callee, fault);
            return _blocks[callee.Entry];
        }

        /// <summary>What would leave the callee by a fault only later, asks now: where that goes on is known here.</summary>
        private void KeepFaults(Function callee, BasicBlock fault)
        {
            foreach (Value inner in callee.Blocks.SelectMany(block => FaultQuestions.Unasked(_blocks[block])).ToList())
                FaultQuestions.Ask(function, inner, fault);
            callee.FillPredecessors();
            var loops = new Loops(callee, new DominatorTree(callee));
            foreach (Loop loop in loops.All.Where(loop => BudgetQuestions.HasUnaskedRound(loop, BudgetQuestions.Of(loop, loops))))
                BudgetQuestions.Ask(function, _blocks[loop.Header], fault);
        }

        private void MakeValue(Value value, BasicBlock block)
        {
            if (value.Opcode == Opcode.Parameter)
            {
                _values.Add(value, call.Arguments[(int)value.Immediate]);
                return;
            }

            object? detail = value.Opcode switch
            {
                Opcode.Phi => value.Incoming.Select(from => _blocks[from]).ToList(),
                Opcode.SlotAddress => _slots[value.Slot],
                _ => value.Detail,
            };
            _values.Add(value, block.Append(function.NewValue(value.Opcode, value.Type, value.Location, immediate: value.Immediate, detail: detail)));
        }

        private void MakeEnd(BasicBlock block, BasicBlock made)
        {
            switch (block.Terminator)
            {
                case TerminatorKind.Jump:
                    made.Jump(_blocks[block.Successors[0]], block.TerminatorLocation);
                    break;
                case TerminatorKind.Branch:
                    made.Branch(_values[block.Control!], _blocks[block.Successors[0]], _blocks[block.Successors[1]], block.TerminatorLocation);
                    break;
                case TerminatorKind.Return:
                    made.Jump(rest, block.TerminatorLocation);
                    Result?.Incoming.Add(made);
                    Result?.Arguments.Add(_values[block.Control!]);
                    break;
                case TerminatorKind.Fault when fault is not null:
                    made.Jump(fault, block.TerminatorLocation);
                    break;
                case TerminatorKind.Fault:
                    made.Fault(block.TerminatorLocation);
                    break;
                default:
                    made.Unreachable();
                    break;
            }
        }
    }
}
