using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization;

/// <summary>
/// Puts the body of a called function in the place of the call. What can't be a real call always is inlined: a function that may fault (a fault
/// leaves the whole program) or that takes or gives an address (the verifier must see where it comes from). Of the rest, what is called once, or is small.
/// </summary>
internal static class Inlining
{
    /// <summary>A call costs about this much: moves into argument registers, the call, the exit, values kept across it.</summary>
    private const int SmallBody = 24;

    private const int MostParameters = 5;

    public static void Run(Function function, CallGraph calls)
    {
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            BasicBlock block = function.Blocks[i];
            int site = block.Values.FindIndex(value => value.Opcode == Opcode.Call && IsInlined(value.Callee, calls));
            if (site >= 0)
                new Inliner(function, block, site).Inline();
        }

        UnreachableBlocks.Run(function);
    }

    private static bool IsInlined(Function callee, CallGraph calls) =>
        !calls.IsRecursive(callee) && (MustBeInlined(callee) || calls.SitesOf(callee) == 1 || callee.Blocks.Sum(block => block.Values.Count) <= SmallBody);

    private static bool MustBeInlined(Function callee) =>
        callee.ParameterTypes.Length > MostParameters
        || callee.ParameterTypes.Append(callee.ReturnType).Any(type => type is IrType.Pointer or IrType.KernelPointer)
        || callee.Blocks.Any(block => block.Terminator == TerminatorKind.Fault);

    /// <summary>One call that is replaced.</summary>
    private sealed class Inliner(Function caller, BasicBlock block, int site)
    {
        private readonly Value _call = block.Values[site];
        private readonly Dictionary<Value, Value> _values = [];
        private readonly Dictionary<BasicBlock, BasicBlock> _blocks = [];
        private readonly Dictionary<StackSlot, StackSlot> _slots = [];

        private Function Callee => _call.Callee;

        public void Inline()
        {
            BasicBlock rest = SplitAfterCall();
            foreach (BasicBlock source in Callee.Blocks)
                _blocks.Add(source, caller.NewBlock());
            foreach (StackSlot slot in Callee.Slots)
                _slots.Add(slot, caller.NewSlot(slot.Name, slot.Size, slot.Alignment));
            foreach (Value value in Callee.Blocks.SelectMany(source => source.Values))
                _values.Add(value, Shell(value));
            foreach (BasicBlock source in Callee.Blocks)
                Fill(source);

            Value? result = _call.Type == IrType.Void ? null : caller.NewPhi(_call.Type, _call.Location);
            foreach (BasicBlock source in Callee.Blocks)
                End(source, rest, result);
            block.Jump(_blocks[Callee.Entry], _call.Location);
            if (result is not null)
            {
                rest.Insert(0, result);
                caller.Replace(new Dictionary<Value, Value> { [_call] = result });
            }
        }

        /// <summary>What stands behind the call goes to a block of its own; the call itself is gone.</summary>
        private BasicBlock SplitAfterCall()
        {
            BasicBlock rest = caller.NewBlock();
            foreach (Value value in block.Values.Skip(site + 1))
                rest.Append(value);
            block.Values.RemoveRange(site, block.Values.Count - site);
            foreach (Value phi in block.Successors.SelectMany(successor => successor.Phis))
            {
                for (int i = 0; i < phi.Incoming.Count; i++)
                {
                    if (phi.Incoming[i] == block)
                        phi.Incoming[i] = rest;
                }
            }

            rest.EndAs(block);
            return rest;
        }

        /// <summary>The copy of a value, without its arguments, which may not have been copied yet.</summary>
        private Value Shell(Value value) => value.Opcode switch
        {
            Opcode.Parameter => _call.Arguments[(int)value.Immediate],
            Opcode.Phi => caller.NewPhi(value.Type, value.Location),
            Opcode.SlotAddress => caller.NewValue(value.Opcode, value.Type, value.Location, detail: _slots[value.Slot]),
            _ => caller.NewValue(value.Opcode, value.Type, value.Location, immediate: value.Immediate, detail: value.Detail),
        };

        private void Fill(BasicBlock source)
        {
            foreach (Value value in source.Values.Where(value => value.Opcode != Opcode.Parameter))
            {
                Value copy = _values[value];
                copy.Arguments.AddRange(value.Arguments.Select(argument => _values[argument]));
                if (value.Opcode == Opcode.Phi)
                    copy.Incoming.AddRange(value.Incoming.Select(from => _blocks[from]));
                _blocks[source].Append(copy);
            }
        }

        private void End(BasicBlock source, BasicBlock rest, Value? result)
        {
            BasicBlock copy = _blocks[source];
            switch (source.Terminator)
            {
                case TerminatorKind.Return:
                    copy.Jump(rest, source.TerminatorLocation);
                    if (result is not null)
                    {
                        result.Arguments.Add(_values[source.Control!]);
                        result.Incoming.Add(copy);
                    }

                    break;
                case TerminatorKind.Jump:
                    copy.Jump(_blocks[source.Successors[0]], source.TerminatorLocation);
                    break;
                case TerminatorKind.Branch:
                    copy.Branch(_values[source.Control!], _blocks[source.Successors[0]], _blocks[source.Successors[1]], source.TerminatorLocation);
                    break;
                case TerminatorKind.Fault:
                    copy.Fault(source.TerminatorLocation);
                    break;
                default:
                    copy.Unreachable();
                    break;
            }
        }
    }
}
