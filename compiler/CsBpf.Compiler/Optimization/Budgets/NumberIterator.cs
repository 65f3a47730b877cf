using System.Collections.Immutable;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// The kernel's iterator over numbers (<c>bpf_iter_num</c>), as the budget of a loop: it is made before the loop, asked for a number in each
/// round, and destroyed on every way out, which the verifier insists on.
/// </summary>
internal sealed class NumberIterator
{
    private const int Size = 8;
    private const int Rounds = 8 * 1024 * 1024;

    private readonly BpfModule _module;
    private readonly Dictionary<BasicBlock, StackSlot> _slots = [];
    private (KernelFunction New, KernelFunction Next, KernelFunction Destroy)? _functions;

    /// <param name="module">Where the kernel's functions are declared, once a loop needs them.</param>
    public NumberIterator(BpfModule module) => _module = module;

    private (KernelFunction New, KernelFunction Next, KernelFunction Destroy) Functions => _functions ??= Declare();

    /// <summary>Makes the iterator before a loop, and destroys it behind.</summary>
    public void Surround(Function function, Loop loop)
    {
        StackSlot slot = _slots[loop.Header] = function.NewSlot("rounds", Size, Size);
        foreach (BasicBlock outside in loop.Header.Predecessors.Where(block => !loop.Blocks.Contains(block)))
        {
            BasicBlock before = function.SplitEdge(outside, loop.Header);
            SourceLocation location = before.TerminatorLocation;
            Value start = before.Append(function.NewConstant(IrType.I32, 0, location));
            Value end = before.Append(function.NewConstant(IrType.I32, Rounds, location));
            Call(function, before, Functions.New, IrType.I32, slot, start, end);
        }

        foreach (BasicBlock block in loop.Blocks.OrderBy(block => block.Id))
        {
            foreach (BasicBlock outside in block.Successors.Where(successor => !loop.Blocks.Contains(successor)).ToList())
            {
                BasicBlock behind = function.SplitEdge(block, outside);
                Call(function, behind, Functions.Destroy, IrType.Void, slot);
            }
        }
    }

    /// <summary>Answers whether the budget is used up: whether there is no next number.</summary>
    public void Answer(Function function, Value question, Loop loop)
    {
        (BasicBlock block, SourceLocation location) = (question.Block!, question.Location);
        int index = block.Values.IndexOf(question);
        Value iterator = block.Insert(index, function.NewValue(Opcode.SlotAddress, IrType.Pointer, location, detail: _slots[loop.Header]));
        Value next = block.Insert(index + 1, function.NewValue(Opcode.CallKfunc, IrType.Pointer, location, [iterator], detail: Functions.Next));
        Value none = block.Insert(index + 2, function.NewConstant(IrType.Pointer, 0, location));
        question.Become(Opcode.Equal, IrType.Bool, [next, none]);
    }

    private static void Call(Function function, BasicBlock block, KernelFunction callee, IrType result, StackSlot slot, params ReadOnlySpan<Value> rest)
    {
        SourceLocation location = block.TerminatorLocation;
        Value iterator = block.Append(function.NewValue(Opcode.SlotAddress, IrType.Pointer, location, detail: slot));
        block.Append(function.NewValue(Opcode.CallKfunc, result, location, [iterator, .. rest], detail: callee));
    }

    private (KernelFunction, KernelFunction, KernelFunction) Declare()
    {
        BtfBuilder types = _module.Types;
        uint number = types.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed));
        uint opaque = types.Add(new BtfInt("unsigned long", sizeof(ulong), BtfIntEncoding.None));
        uint iterator = types.Add(new BtfPointer(types.Add(new BtfStruct("bpf_iter_num", Size, [new BtfMember("__opaque", opaque, 0)]))));
        return (
            Kfunc("bpf_iter_num_new", number, new("it", iterator), new("start", number), new("end", number)),
            Kfunc("bpf_iter_num_next", types.Add(new BtfPointer(number)), new BtfParameter("it", iterator)),
            Kfunc("bpf_iter_num_destroy", 0, new BtfParameter("it", iterator)));

        KernelFunction Kfunc(string name, uint result, params ImmutableArray<BtfParameter> parameters) =>
            new(name, types.Add(new BtfFunctionPrototype(result, parameters)), IsWeak: false);
    }
}
