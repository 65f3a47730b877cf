using System.Collections.Immutable;
using System.Diagnostics;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// The kernel's iterator over numbers (<c>bpf_iter_num</c>), as the budget of a loop: it is made before the loop, asked for a number in each
/// round, and destroyed on every way out, which the verifier insists on. In an object that kernels without it load, too, it is asked for before
/// each use: the verifier knows the answer, and follows, and keeps, one way only.
/// </summary>
internal sealed class NumberIterator
{
    /// <summary>How many rounds a budget is.</summary>
    public const int Rounds = 8 * 1024 * 1024;

    /// <summary>The first kernel that has it.</summary>
    public static readonly Version Minimum = new(6, 4);

    private const int Size = 8;

    private readonly BpfModule _module;
    private readonly Dictionary<BasicBlock, StackSlot> _slots = [];
    private (KernelFunction New, KernelFunction Next, KernelFunction Destroy)? _functions;

    /// <param name="module">Where the kernel's functions are declared, once a loop needs them.</param>
    /// <param name="mayBeMissing">True where kernels load the object that have no such iterator: there the loops have no budget.</param>
    public NumberIterator(BpfModule module, bool mayBeMissing) => (_module, MayBeMissing) = (module, mayBeMissing);

    /// <summary>True where kernels load the object that have no such iterator.</summary>
    public bool MayBeMissing { get; }

    private (KernelFunction New, KernelFunction Next, KernelFunction Destroy) Functions => _functions ??= Declare();

    /// <summary>Makes the iterator before a loop, and destroys it behind.</summary>
    /// <returns>The blocks before the loop in which it is made.</returns>
    public List<BasicBlock> Surround(Function function, Loop loop)
    {
        StackSlot slot = _slots[loop.Header] = function.NewSlot("rounds", Size, Size);
        List<BasicBlock> made = [];
        foreach (BasicBlock outside in loop.Header.Predecessors.Where(block => !loop.Blocks.Contains(block)).ToList())
        {
            BasicBlock before = WhereItExists(function, function.SplitEdge(outside, loop.Header), loop.Header);
            SourceLocation location = before.TerminatorLocation;
            Value start = before.Append(function.NewConstant(IrType.I32, 0, location));
            Value end = before.Append(function.NewConstant(IrType.I32, Rounds, location));
            Call(function, before, Functions.New, IrType.I32, slot, start, end);
            made.Add(before);
        }

        foreach (BasicBlock block in loop.Blocks.OrderBy(block => block.Id))
        {
            foreach (BasicBlock outside in block.Successors.Where(successor => !loop.Blocks.Contains(successor)).ToList())
            {
                BasicBlock behind = WhereItExists(function, function.SplitEdge(block, outside), outside);
                Call(function, behind, Functions.Destroy, IrType.Void, slot);
            }
        }

        return made;
    }

    /// <summary>Answers whether the budget is used up: whether there is no next number.</summary>
    public void Answer(Function function, Value question, Loop loop)
    {
        BasicBlock block = question.Block!;
        Debug.Assert(block.Control == question, "A question is asked for the branch behind it.");
        BasicBlock goesOn = block.Successors[1];
        if (MayBeMissing)
        {
            BasicBlock asked = function.SplitBlock(block, block.Values.IndexOf(question));
            AskWhetherItExists(function, block, asked, goesOn);
            foreach (Value phi in goesOn.Phis)
                AddWay(phi, asWayOf: asked, block);
            block = asked;
        }

        int index = block.Values.IndexOf(question);
        SourceLocation location = question.Location;
        Value iterator = block.Insert(index, function.NewValue(Opcode.SlotAddress, IrType.Pointer, location, detail: _slots[loop.Header]));
        Value next = block.Insert(index + 1, function.NewValue(Opcode.CallKfunc, IrType.Pointer, location, [iterator], detail: Functions.Next));
        Value none = block.Insert(index + 2, function.NewConstant(IrType.Pointer, 0, location));
        question.Become(Opcode.Equal, IrType.Bool, [next, none]);
    }

    /// <summary>A place on an edge that only kernels with the iterator come by.</summary>
    private BasicBlock WhereItExists(Function function, BasicBlock edge, BasicBlock behind)
    {
        if (!MayBeMissing)
            return edge;
        BasicBlock inside = function.SplitEdge(edge, behind);
        foreach (Value phi in behind.Phis)
            AddWay(phi, asWayOf: inside, edge);
        AskWhetherItExists(function, edge, inside, behind);
        return inside;
    }

    private void AskWhetherItExists(Function function, BasicBlock block, BasicBlock whereItDoes, BasicBlock whereNot)
    {
        SourceLocation location = whereItDoes.TerminatorLocation;
        Value exists = block.Append(function.NewValue(Opcode.KfuncExists, IrType.Bool, location, detail: Functions.New));
        block.Branch(exists, whereItDoes, whereNot, location);
    }

    private static void AddWay(Value phi, BasicBlock asWayOf, BasicBlock block)
    {
        phi.Arguments.Add(phi.Arguments[phi.Incoming.IndexOf(asWayOf)]);
        phi.Incoming.Add(block);
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
            new(name, types.Add(new BtfFunctionPrototype(result, parameters)), MayBeMissing);
    }
}
