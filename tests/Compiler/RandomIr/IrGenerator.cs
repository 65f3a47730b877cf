using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.RandomIr;

/// <summary>
/// Makes random modules of <c>syscall</c> programs that always end: arithmetic of both widths, branches, bounded loops, stack memory, calls of
/// functions that may fault. What a program computes goes to its context, whose first half it reads.
/// </summary>
internal sealed partial class IrGenerator
{
    /// <summary>The bytes of a program's context: inputs, then outputs.</summary>
    public const int ContextSize = 2 * InputSize;

    private const int InputSize = 64;
    private const int SlotSize = 24;

    private static readonly IrType[] ValueTypes = [IrType.Bool, IrType.I32, IrType.I64];

    private readonly Random _random;
    private readonly BpfModule _module;
    private readonly int _size;
    private readonly bool _fetches;
    private readonly uint _prototype;
    private readonly List<Function> _functions = [];

    private Function _function;
    private BasicBlock _block;
    private BasicBlock? _fault;
    private List<Value> _scope = [];
    private List<Value> _compared = [];
    private List<StackSlot> _slots = [];
    private Value? _context;

    private IrGenerator(int seed, int size, BpfIsa isa)
    {
        _random = new Random(seed);
        _size = size;
        _fetches = isa >= BpfIsa.V3;
        var types = new BtfBuilder();
        uint number = types.Add(new BtfInt("long", 8, BtfIntEncoding.Signed));
        _prototype = types.Add(new BtfFunctionPrototype(number, [new BtfParameter("ctx", types.Add(new BtfPointer(0)))]));
        _module = new BpfModule($"Random{seed}", "GPL", types);
        _function = new Function("", 0, [], IrType.Void);
        _block = new BasicBlock(0);
    }

    /// <summary>Makes a module.</summary>
    /// <param name="seed">The same gives the same.</param>
    /// <param name="programs">How many programs.</param>
    /// <param name="size">About how many steps each has.</param>
    /// <param name="isa">The instruction set that has all of its atomic operations.</param>
    public static BpfModule Generate(int seed, int programs, int size, BpfIsa isa = BpfIsa.V3)
    {
        var generator = new IrGenerator(seed, size, isa);
        for (int i = 0; i < 3; i++)
            generator.AddFunction(i);
        for (int i = 0; i < programs; i++)
            generator.AddProgram(i);
        return generator._module;
    }

    private void AddFunction(int number)
    {
        IrType[] parameters = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Pick(ValueTypes))];
        Begin(new Function($"f{number}", _prototype, [.. parameters], Pick(ValueTypes)));
        for (int i = 0; i < parameters.Length; i++)
            _scope.Add(Append(Opcode.Parameter, parameters[i], immediate: i));
        Statements(_size / 4, depth: 1);
        _block.Return(Operand(_function.ReturnType), default);
        _functions.Add(_function);
    }

    private void AddProgram(int number)
    {
        Begin(new Function($"p{number}", _prototype, [IrType.Pointer], IrType.I32) { Program = new ProgramInfo("syscall", _random.Next(100)) });
        _context = Append(Opcode.Parameter, IrType.Pointer);
        for (int i = 0; i < 6; i++)
            LoadInput();
        Statements(_size, depth: 0);
        for (int i = InputSize; i < ContextSize; i += 8)
            StoreTo(_context, i, Operand(IrType.I64), MemorySize.DoubleWord);
        _block.Return(Operand(IrType.I32), default);
        _context = null;
    }

    private void Begin(Function function)
    {
        _function = function;
        _module.Functions.Add(function);
        _block = function.NewBlock();
        _fault = null;
        _scope = [];
        _compared = [];
        _slots = [];
        for (int i = 0; i < _random.Next(3); i++)
        {
            StackSlot slot = function.NewSlot($"s{i}", SlotSize, 8);
            _slots.Add(slot);
            Append(Opcode.Zero, IrType.Void, [AddressOf(slot)], SlotSize, 8);
        }
    }

    private void Statements(int count, int depth)
    {
        while (count > 0)
        {
            int inner = _random.Next(2, 12);
            switch (_random.Next(40))
            {
                case 0 or 1 when depth < 3:
                    If(inner, depth);
                    break;
                case 2 when depth < 2:
                    Loop(inner, depth);
                    break;
                case 3 when _functions.Count > 0 && _context is not null:
                    CallFunction();
                    break;
                case 4:
                    FaultSometimes();
                    break;
                case <= 8:
                    AccessMemory();
                    break;
                default:
                    Compute();
                    inner = 1;
                    break;
            }

            count -= inner;
        }
    }

    private void If(int count, int depth)
    {
        (BasicBlock then, BasicBlock other, BasicBlock join) = (_function.NewBlock(), _function.NewBlock(), _function.NewBlock());
        bool hasElse = _random.Next(3) > 0;
        _block.Branch(Decision(), then, hasElse ? other : join, default);
        BasicBlock start = _block;
        List<Value> outer = _scope;

        (BasicBlock thenEnd, List<Value> thenScope) = Nested(then, outer, count, depth);
        (BasicBlock otherEnd, List<Value> otherScope) = hasElse ? Nested(other, outer, count, depth) : (start, outer);
        if (!hasElse)
            _function.Blocks.Remove(other);
        thenEnd.Jump(join, default);
        if (hasElse)
            otherEnd.Jump(join, default);

        _block = join;
        _scope = [.. outer];
        for (int i = 0; i < _random.Next(1, 4); i++)
        {
            Value left = Pick(thenScope);
            Value[] rights = [.. otherScope.Where(value => value.Type == left.Type)];
            if (rights.Length > 0)
                _scope.Add(Phi(left.Type, (thenEnd, left), (otherEnd, Pick(rights))));
        }
    }

    private (BasicBlock End, List<Value> Scope) Nested(BasicBlock block, List<Value> outer, int count, int depth)
    {
        _block = block;
        _scope = [.. outer];
        Statements(count, depth + 1);
        return (_block, _scope);
    }

    private void Loop(int count, int depth)
    {
        (BasicBlock before, BasicBlock header, BasicBlock body, BasicBlock after) = (_block, _function.NewBlock(), _function.NewBlock(), _function.NewBlock());
        Value zero = Constant(IrType.I32, 0);
        List<Value> outer = _scope;
        Value[] initial = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(outer))];
        before.Jump(header, default);

        _block = header;
        Value counter = Phi(IrType.I32, (before, zero));
        Value[] carried = [.. initial.Select(value => Phi(value.Type, (before, value)))];
        Value limit = Constant(IrType.I32, _random.Next(1, 5));
        header.Branch(Append(Opcode.LessSigned, IrType.Bool, [counter, limit]), body, after, default);

        _block = body;
        _scope = [.. outer, counter, .. carried];
        Statements(count, depth + 1);
        Value[] next = [.. carried.Select(phi => Operand(phi.Type))];
        Value step = Append(Opcode.Add, IrType.I32, [counter, Constant(IrType.I32, 1)]);
        BasicBlock latch = _block;
        latch.Jump(header, default);
        Extend(counter, latch, step);
        for (int i = 0; i < carried.Length; i++)
            Extend(carried[i], latch, next[i]);

        _block = after;
        _scope = [.. outer, counter, .. carried];
    }

    private void FaultSometimes()
    {
        if (_fault is null)
        {
            _fault = _function.NewBlock();
            _fault.Fault(default);
        }

        BasicBlock next = _function.NewBlock();
        Value rare = _random.Next(2) == 0
            ? Decision()
            : Append(Opcode.Equal, IrType.Bool, [Append(Opcode.And, IrType.I32, [Operand(IrType.I32), Constant(IrType.I32, 31)]), Constant(IrType.I32, 7)]);
        _block.Branch(rare, _fault, next, default);
        _block = next;
    }

    private void CallFunction()
    {
        Function callee = Pick(_functions);
        Value[] arguments = [.. callee.ParameterTypes.Select(Operand)];
        _scope.Add(Append(Opcode.Call, callee.ReturnType, arguments, detail: callee));
    }

    private Value Phi(IrType type, params ReadOnlySpan<(BasicBlock From, Value Value)> incoming)
    {
        Value phi = _function.NewPhi(type, default);
        foreach ((BasicBlock from, Value value) in incoming)
            Extend(phi, from, value);
        return _block.Insert(_block.Phis.Count(), phi);
    }

    private static void Extend(Value phi, BasicBlock from, Value value)
    {
        phi.Arguments.Add(value);
        phi.Incoming.Add(from);
    }

    private Value Constant(IrType type, long number) => _block.Append(_function.NewConstant(type, number, default));

    private Value Append(Opcode opcode, IrType type, IEnumerable<Value>? arguments = null, long immediate = 0, object? detail = null) =>
        _block.Append(_function.NewValue(opcode, type, default, arguments, immediate, detail));

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
