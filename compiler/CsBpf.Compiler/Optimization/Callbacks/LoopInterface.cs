using CsBpf.Compiler.CodeGeneration.Lowering;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Callbacks;

/// <summary>One way out of a loop.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Phis">What the phis there get.</param>
/// <param name="Values">What is used behind it that the loop has computed.</param>
internal sealed record LoopExit(BasicBlock Target, List<Value> Phis, List<Value> Values)
{
    /// <summary>The blocks that end with it.</summary>
    public List<BasicBlock> From { get; } = [];
}

/// <summary>What a loop and the function around it have to do with each other.</summary>
internal sealed class LoopInterface
{
    private readonly Function _function;
    private readonly Loop _loop;

    /// <summary>Looks at a loop. <see cref="BasicBlock.Predecessors"/> must be filled.</summary>
    public LoopInterface(Function function, Loop loop)
    {
        _function = function;
        _loop = loop;
        HashSet<Value> ins = [];
        HashSet<StackSlot> outside = [];
        HashSet<StackSlot> inside = [];
        foreach ((Value value, BasicBlock block, Value? user) in Operands(function))
        {
            // What a phi behind the loop gets is a matter of the way there.
            bool isOnExit = user is { Opcode: Opcode.Phi } && IsIn(block) && !IsIn(user.Block!);
            if (value.Opcode == Opcode.SlotAddress)
                (IsIn(block) && !isOnExit ? inside : outside).Add(value.Slot);
            if (isOnExit)
                continue;
            if (!IsIn(block) && IsIn(value.Block!))
                UsedBehind.Add(value);
            else if (IsIn(block) && !IsIn(value.Block!) && value.Opcode != Opcode.SlotAddress)
                ins.Add(value);
        }

        Ins = [.. ins.OrderBy(value => value.Id)];
        Own = [.. inside.Where(slot => !outside.Contains(slot))];
        Shared = [.. inside.Where(outside.Contains)];
        FindExits();
        Outs = [.. Exits.SelectMany(exit => exit.Values).Distinct()];
    }

    /// <summary>What each round leaves for the next.</summary>
    public IEnumerable<Value> Phis => _loop.Header.Phis;

    /// <summary>What the loop uses that was computed before.</summary>
    public List<Value> Ins { get; }

    /// <summary>What is used behind the loop that it has computed.</summary>
    public List<Value> Outs { get; }

    /// <summary>What else than phis at the ways out uses behind the loop.</summary>
    public HashSet<Value> UsedBehind { get; } = [];

    /// <summary>The ways out.</summary>
    public List<LoopExit> Exits { get; } = [];

    /// <summary>The stack that nobody else uses.</summary>
    public HashSet<StackSlot> Own { get; }

    /// <summary>The stack that the rest of the function uses, too.</summary>
    public List<StackSlot> Shared { get; }

    /// <summary>True where it uses the context of the program.</summary>
    public bool UsesContext => _function.Program is not null && Ins.Exists(IsInContext);

    /// <summary>
    /// True where a context on the stack can hold all of it: numbers that change, and addresses that stay as they are. A callback must not write
    /// addresses on the stack there, and of kernel objects the compiler would not know any more that the verifier follows them.
    /// </summary>
    public bool FitsContext() =>
        _loop.Header != _function.Entry
        && Phis.Concat(Exits[0].Values).All(IsNumber)
        && Ins.TrueForAll(value => value.Type != IrType.KernelPointer)
        && Outs.TrueForAll(value => IsNumber(value) || (value.Type == IrType.Pointer && AddressRoots.Of(value).TrueForAll(IsFromKernel)))
        && !_loop.Blocks.SelectMany(block => block.Values).Any(value => IsAddressStored(value) || IsIteratorShared(value) || IsLent(value) || IsTailCall(value))
        && (!UsesContext || ContextReferences.Find(_function) is null)
        && !IsLocked();

    private bool IsLocked() =>
        KernelSections.HasBoundaries(_function)
        && new KernelSections(_function, []).AtEnd(_loop.Header.Predecessors[0]).Contains(KernelSection.SpinLock);

    /// <summary>True for a block that does nothing but fault.</summary>
    public static bool IsFault(BasicBlock block) => block is { Terminator: TerminatorKind.Fault, Values.Count: 0 };

    /// <summary>Puts a way out before the others.</summary>
    public void PutFirst(BasicBlock from, BasicBlock target)
    {
        LoopExit exit = Exits.First(exit => exit.Target == target && exit.From.Contains(from));
        Exits.Remove(exit);
        Exits.Insert(0, exit);
    }

    private static bool IsNumber(Value value) => value.Type is IrType.Bool or IrType.I32 or IrType.I64;

    private static bool IsFromKernel(Value root) => root.Opcode is Opcode.CallHelper or Opcode.GlobalAddress;

    private static bool IsInContext(Value value) =>
        value.Type == IrType.Pointer && AddressRoots.Of(value).Exists(root => root.Opcode == Opcode.Parameter);

    private bool IsAddressStored(Value value) =>
        value is { Opcode: Opcode.Store, Arguments: [var target, { Type: IrType.Pointer or IrType.KernelPointer }] }
        && !AddressRoots.Of(target).TrueForAll(root => root.Opcode == Opcode.SlotAddress && Own.Contains(root.Slot));

    // Where the way out is a number in memory, the verifier no longer knows on which of them memory is still to be given back.
    private static bool IsLent(Value value) => value.Opcode == Opcode.CallHelper
        && value.Helper.Id is HelperNumbers.RingBufferReserve or HelperNumbers.RingBufferSubmit or HelperNumbers.RingBufferDiscard;

    // Only the program itself can hand over to another.
    private static bool IsTailCall(Value value) => value.Opcode == Opcode.CallHelper && value.Helper.Id == HelperNumbers.TailCall;

    private bool IsIteratorShared(Value value) =>
        value.Opcode == Opcode.CallKfunc
        && value.Arguments.Exists(argument => argument.Opcode == Opcode.SlotAddress && Shared.Contains(argument.Slot));

    private bool IsIn(BasicBlock block) => _loop.Blocks.Contains(block);

    /// <summary>The operands in a function, each with where it is used: that of a phi, where control comes from.</summary>
    private static IEnumerable<(Value Value, BasicBlock Block, Value? User)> Operands(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value user in block.Values)
            {
                for (int i = 0; i < user.Arguments.Count; i++)
                    yield return (user.Arguments[i], user.Opcode == Opcode.Phi ? user.Incoming[i] : block, user);
            }

            if (block.Control is not null)
                yield return (block.Control, block, null);
        }
    }

    private void FindExits()
    {
        var dominators = new DominatorTree(_function);
        foreach (BasicBlock from in _function.Blocks.Where(IsIn))
        {
            foreach (BasicBlock target in from.Successors.Where(block => !IsIn(block)))
            {
                List<Value> phis = [.. target.Phis.Select(phi => phi.Arguments[phi.Incoming.IndexOf(from)])];
                IEnumerable<Value> known = UsedBehind.Where(value => !IsFault(target) && dominators.Dominates(value.Block!, from));
                List<Value> values = [.. phis.Where(value => IsIn(value.Block!)).Concat(known).Distinct()];
                if (Exits.Find(exit => exit.Target == target && exit.Phis.SequenceEqual(phis) && exit.Values.SequenceEqual(values)) is not { } same)
                    Exits.Add(same = new LoopExit(target, phis, values));
                same.From.Add(from);
            }
        }
    }
}
