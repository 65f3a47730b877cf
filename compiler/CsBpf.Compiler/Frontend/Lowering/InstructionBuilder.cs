using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Appends values to a function, block by block.</summary>
/// <param name="function">The function.</param>
internal sealed class InstructionBuilder(Function function)
{
    private readonly List<BasicBlock> _order = [];
    private readonly List<BasicBlock> _faults = [];
    private BasicBlock? _block;

    /// <summary>The function.</summary>
    public Function Function => function;

    /// <summary>The C# that the next values come from.</summary>
    public SourceLocation Location { get; set; }

    /// <summary>Where a fault goes on: to what a <c>finally</c> does; null where it leaves the function.</summary>
    public BasicBlock? OnFault { get; set; }

    /// <summary>The block that values are appended to.</summary>
    public BasicBlock Block => _block!;

    /// <summary>Makes a block that is started later.</summary>
    public BasicBlock NewBlock() => function.NewBlock();

    /// <summary>Goes on in a block.</summary>
    public void Start(BasicBlock block)
    {
        _block = block;
        _order.Add(block);
    }

    /// <summary>Goes back to a block that has no end yet.</summary>
    public void Resume(BasicBlock block) => _block = block;

    /// <summary>Leaves the blocks that can be reached, in the order in which they were started, fault exits last.</summary>
    public void Complete()
    {
        var reached = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>([_order[0]]);
        while (pending.TryPop(out BasicBlock? block))
        {
            if (!reached.Add(block))
                continue;
            foreach (BasicBlock successor in block.Successors)
                pending.Push(successor);
        }

        function.Blocks.Clear();
        function.Blocks.AddRange(_order.Concat(_faults).Where(reached.Contains));
    }

    /// <summary>Ends the block with a jump.</summary>
    public void Jump(BasicBlock target) => Block.Jump(target, Location);

    /// <summary>Does something only where a condition holds.</summary>
    public void WhenTrue(Value condition, Action then)
    {
        BasicBlock taken = NewBlock();
        BasicBlock next = NewBlock();
        Branch(condition, taken, next);
        Start(taken);
        then();
        Jump(next);
        Start(next);
    }

    /// <summary>Ends the block with a branch.</summary>
    public void Branch(Value condition, BasicBlock whenTrue, BasicBlock whenFalse) => Block.Branch(condition, whenTrue, whenFalse, Location);

    /// <summary>Ends the block with a return.</summary>
    public void Return(Value? result) => Block.Return(result, Location);

    /// <summary>Ends the block with a fault and goes on where nothing leads to.</summary>
    public void Fault()
    {
        EndByFault(Block);
        Start(NewBlock());
    }

    /// <summary>Ends a block with a fault.</summary>
    public void EndByFault(BasicBlock block)
    {
        if (OnFault is null)
            block.Fault(Location);
        else
            block.Jump(OnFault, Location);
    }

    /// <summary>Faults where a condition holds.</summary>
    public void FaultIf(Value condition)
    {
        BasicBlock fault = NewBlock();
        EndByFault(fault);
        _faults.Add(fault);
        BasicBlock next = NewBlock();
        Branch(condition, fault, next);
        Start(next);
    }

    /// <summary>Appends a value.</summary>
    public Value Emit(Opcode opcode, IrType type, params ReadOnlySpan<Value> arguments) => Emit(opcode, type, 0, null, arguments);

    /// <summary>Appends a value with what else belongs to it.</summary>
    public Value Emit(Opcode opcode, IrType type, long immediate, object? detail, params ReadOnlySpan<Value> arguments) =>
        Block.Append(function.NewValue(opcode, type, Location, arguments.ToArray(), immediate, detail));

    /// <summary>A constant; an I32 is kept with its sign.</summary>
    public Value Constant(IrType type, long value) => Emit(Opcode.Constant, type, type == IrType.I32 ? (int)value : value, null);

    /// <summary>A constant of Bool.</summary>
    public Value Constant(bool value) => Constant(IrType.Bool, value ? 1 : 0);

    /// <summary>x op y, of the type of x.</summary>
    public Value Binary(Opcode opcode, Value x, Value y) => Emit(opcode, x.Type, x, y);

    /// <summary>x op constant, of the type of x.</summary>
    public Value Binary(Opcode opcode, Value x, long constant) => Emit(opcode, x.Type, x, Constant(x.Type, constant));

    /// <summary>A comparison.</summary>
    public Value Compare(Opcode opcode, Value x, Value y) => Emit(opcode, IrType.Bool, x, y);

    /// <summary>A comparison with a constant.</summary>
    public Value Compare(Opcode opcode, Value x, long constant) => Compare(opcode, x, Constant(x.Type, constant));

    /// <summary>x == 0, x == null, !x.</summary>
    public Value IsZero(Value x) => Compare(Opcode.Equal, x, 0);

    /// <summary>x != 0, x != null.</summary>
    public Value IsNotZero(Value x) => Compare(Opcode.NotEqual, x, 0);

    /// <summary>condition ? x : y.</summary>
    public Value Select(Value condition, Value x, Value y) => Emit(Opcode.Select, x.Type, condition, x, y);

    /// <summary>An integer with its sign in 64 bits.</summary>
    public Value Widen(Value value, bool isSigned) =>
        value.Type == IrType.I64 ? value : Emit(isSigned ? Opcode.SignExtend : Opcode.ZeroExtend, IrType.I64, 32, null, value);

    /// <summary>The lower half of an integer.</summary>
    public Value Narrow(Value value) => value.Type == IrType.I64 ? Emit(Opcode.Truncate, IrType.I32, value) : value;

    /// <summary>Reads memory.</summary>
    public Value Load(IrType type, MemoryAccess access, Value address, long offset) => Emit(Opcode.Load, type, offset, access, address);

    /// <summary>Writes memory.</summary>
    public void Store(MemoryAccess access, Value address, long offset, Value value) => Emit(Opcode.Store, IrType.Void, offset, access, address, value);

    /// <summary>Copies memory.</summary>
    public void Copy(Value target, Value source, int size, int alignment) => Emit(Opcode.Copy, IrType.Void, size, alignment, target, source);

    /// <summary>Zeroes memory.</summary>
    public void Zero(Value target, int size, int alignment) => Emit(Opcode.Zero, IrType.Void, size, alignment, target);

    /// <summary>The address of a slot.</summary>
    public Value AddressOf(StackSlot slot) => Emit(Opcode.SlotAddress, IrType.Pointer, 0, slot);

    /// <summary>The address of a global.</summary>
    public Value AddressOf(GlobalVariable global) => Emit(Opcode.GlobalAddress, IrType.Pointer, 0, global);

    /// <summary>An address moved by a constant.</summary>
    public Value Offset(Value address, long offset) =>
        offset == 0 ? address : Emit(Opcode.PointerAdd, address.Type, address, Constant(IrType.I64, offset));

    /// <summary>Calls a function. What faults in there is a fault here.</summary>
    public Value Call(Function callee, params ReadOnlySpan<Value> arguments) => AskForFault(Emit(Opcode.Call, callee.ReturnType, 0, callee, arguments));

    /// <summary>Calls a helper. What faults in a callback is a fault here.</summary>
    public Value CallHelper(HelperFunction helper, IrType type, params ReadOnlySpan<Value> arguments) =>
        AskForFault(Emit(Opcode.CallHelper, type, 0, helper, arguments));

    private Value AskForFault(Value call)
    {
        if (OnFault is not null && call.CalledFunction is not null)
            FaultIf(Emit(Opcode.Faulted, IrType.Bool, call));
        return call;
    }
}
