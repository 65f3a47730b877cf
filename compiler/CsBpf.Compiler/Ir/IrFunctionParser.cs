using System.Collections.Immutable;
using System.Globalization;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Ir;

/// <summary>Reads the body of one function of the text form.</summary>
internal sealed class IrFunctionParser(
    IrTokenReader reader,
    Function function,
    IReadOnlyDictionary<string, MapDefinition> maps,
    IReadOnlyDictionary<string, GlobalVariable> globals,
    IReadOnlyDictionary<string, Function> functions)
{
    private readonly Dictionary<int, Value> _values = [];
    private readonly Dictionary<int, BasicBlock> _blocks = [];
    private readonly HashSet<BasicBlock> _defined = [];
    private readonly Dictionary<int, StackSlot> _slots = [];
    private readonly List<(int Number, IrToken Token, Action<Value> Use)> _uses = [];
    private int _nextUnnamed;

    public void Read()
    {
        _nextUnnamed = NumberBound();
        reader.Expect("{");
        reader.ExpectEndOfLine();
        while (reader.Take("slot"))
            ReadSlot();
        while (!reader.Is("}"))
            ReadBlock();
        foreach ((int number, IrToken token, Action<Value> use) in _uses)
            use(_values.GetValueOrDefault(number) ?? throw token.Error("there is no such value"));
        if (_blocks.Values.FirstOrDefault(block => !_defined.Contains(block)) is { } missing)
            throw reader.Current.Error($"there is no block {missing}");
        function.FillPredecessors();
        function.ReserveNumbers(_nextUnnamed, Bound(_blocks.Keys), Bound(_slots.Keys));

        static int Bound(IEnumerable<int> numbers) => numbers.Append(-1).Max() + 1;
    }

    /// <summary>Values without a result have no number in the text: they get those above the others.</summary>
    private int NumberBound()
    {
        int start = reader.Position;
        int bound = 0;
        for (; !reader.Is("}"); reader.Position++)
        {
            if (reader.TryNumbered('v', out int number))
                bound = Math.Max(bound, number + 1);
        }

        reader.Position = start;
        return bound;
    }

    private void ReadSlot()
    {
        IrToken start = reader.Current;
        int id = reader.Numbered('s', "a slot, as s0");
        int size = reader.SmallNumber("the size of the slot");
        reader.Expect("align");
        int alignment = reader.SmallNumber("the alignment of the slot");
        string name = reader.Current.Kind == IrTokenKind.Quoted ? reader.Quoted("a name") : "";
        reader.ExpectEndOfLine();
        var slot = new StackSlot(id, name, size, alignment);
        function.Slots.Add(_slots.TryAdd(id, slot) ? slot : throw start.Error("the slot is there already"));
    }

    private void ReadBlock()
    {
        IrToken start = reader.Current;
        BasicBlock block = Block();
        if (!_defined.Add(block))
            throw start.Error("the block is there already");
        function.Blocks.Add(block);
        reader.Expect(":");
        reader.ExpectEndOfLine();
        while (!IrSyntax.Terminators.TryFind(reader.Current.Text, out _))
            ReadValue(block);
        ReadTerminator(block);
        reader.ExpectEndOfLine();
    }

    private void ReadTerminator(BasicBlock block)
    {
        switch (reader.Find(IrSyntax.Terminators, "the end of the block"))
        {
            case TerminatorKind.Jump:
                block.Jump(Block(), default);
                break;
            case TerminatorKind.Branch:
                Use(control => block.Control = block.Terminator == TerminatorKind.Branch ? control : null);
                reader.Expect(",");
                BasicBlock whenTrue = Block();
                reader.Expect(",");
                block.Branch(null!, whenTrue, Block(), default);
                break;
            case TerminatorKind.Return:
                block.Return(null, default);
                if (reader.Current.Kind != IrTokenKind.Newline)
                    Use(control => block.Control = control);
                break;
            case TerminatorKind.Fault:
                block.Fault(default);
                break;
            default:
                block.Unreachable();
                break;
        }
    }

    private void ReadValue(BasicBlock block)
    {
        IrToken start = reader.Current;
        int? id = null;
        IrType type = IrType.Void;
        if (reader.TryNumbered('v', out int number))
        {
            id = number;
            reader.Position++;
            reader.Expect(":");
            type = reader.Find(IrSyntax.Types, "the type of the value");
            reader.Expect("=");
        }

        IrToken operation = reader.Current;
        string[] words = reader.Word("an operation").Split('.');
        if (!IrSyntax.Opcodes.TryFind(words[0], out Opcode opcode))
            throw operation.Error("there is no such operation");
        var value = new Value(id ?? _nextUnnamed++, opcode, type, default);
        if (!_values.TryAdd(value.Id, value))
            throw start.Error("the value is there already");
        block.Append(value);
        ReadOperands(value, operation, words.AsSpan(1));
        reader.ExpectEndOfLine();
    }

    private void ReadOperands(Value value, IrToken operation, ReadOnlySpan<string> suffixes)
    {
        switch (value.Opcode)
        {
            case Opcode.Constant or Opcode.Parameter:
                value.Immediate = reader.Number("a number");
                break;
            case Opcode.Phi:
                ReadIncoming(value);
                break;
            case Opcode.SignExtend or Opcode.ZeroExtend or Opcode.SwapBytes:
                if (suffixes is not [string bits] || !int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out int width))
                    throw operation.Error("expected a number of bits, as in zext.32");
                value.Immediate = width;
                ReadArguments(value);
                break;
            case Opcode.SlotAddress:
                IrToken slot = reader.Current;
                value.Detail = _slots.GetValueOrDefault(reader.Numbered('s', "a slot")) ?? throw slot.Error("there is no such slot");
                break;
            case Opcode.GlobalAddress:
                value.Detail = Named(globals, "variable");
                break;
            case Opcode.MapAddress:
                value.Detail = Named(maps, "map");
                break;
            case Opcode.FunctionAddress:
                value.Detail = Named(functions, "function");
                break;
            case Opcode.PointerAdd:
                ReadArguments(value);
                if (reader.Take(IrSyntax.Within))
                {
                    long first = reader.Number("where the array starts");
                    reader.Expect(":");
                    value.Detail = new ArrayExtent(first, reader.Number("the size of the array"));
                }

                break;
            case Opcode.PacketStart or Opcode.PacketEnd:
                Argument(value);
                int start = reader.SmallNumber("where the start of the packet is");
                reader.Expect(":");
                value.Detail = new PacketRange(start, reader.SmallNumber("where the end of the packet is"), reader.Take(IrSyntax.Wide));
                break;
            case Opcode.Load or Opcode.Store or Opcode.KernelProbe:
                ReadAccess(value, operation, suffixes);
                break;
            case Opcode.Atomic:
                ReadAtomic(value, operation, suffixes);
                break;
            case Opcode.Copy or Opcode.Zero:
                ReadMove(value);
                break;
            case Opcode.KernelLoad or Opcode.KernelAddress:
                ReadArguments(value);
                value.Detail = KernelAccess();
                break;
            case Opcode.CoreConstant:
                IrToken question = reader.Current;
                if (!Enum.TryParse(reader.Word("what is asked"), out CoreRelocationKind kind) || !Enum.IsDefined(kind))
                    throw question.Error("there is no such question");
                value.Detail = new CoreConstant(kind, KernelAccess());
                break;
            case Opcode.KfuncExists:
                value.Detail = Kfunc(reader.Name("a kernel function"));
                break;
            case Opcode.CallHelper:
                string helper = ReadCall(value);
                reader.Expect("#");
                int helperId = reader.SmallNumber("the number of the helper");
                value.Detail = new HelperFunction(helperId, helper, reader.Find(IrSyntax.Effects, "the effects of the helper"));
                break;
            case Opcode.CallKfunc:
                value.Detail = Kfunc(ReadCall(value));
                break;
            case Opcode.Call:
                IrToken callee = reader.Current;
                value.Detail = functions.GetValueOrDefault(ReadCall(value)) ?? throw callee.Error("there is no such function");
                break;
            case Opcode.BudgetUsedUp or Opcode.Fence:
                break;
            default:
                ReadArguments(value);
                break;
        }
    }

    private void ReadIncoming(Value phi)
    {
        var incoming = new List<BasicBlock>();
        phi.Detail = incoming;
        while (reader.Current.Kind != IrTokenKind.Newline)
        {
            if (incoming.Count > 0)
                reader.Expect(",");
            incoming.Add(Block());
            reader.Expect(":");
            Argument(phi);
        }
    }

    private void ReadArguments(Value value)
    {
        do
            Argument(value);
        while (reader.Take(","));
    }

    private string ReadCall(Value value)
    {
        string name = reader.Name("a function");
        reader.Expect("(");
        if (!reader.Is(")"))
            ReadArguments(value);
        reader.Expect(")");
        return name;
    }

    private void ReadAccess(Value value, IrToken operation, ReadOnlySpan<string> suffixes)
    {
        bool isVolatile = suffixes is [_, "volatile"];
        MemorySize alignment = default;
        bool isAligned = suffixes is not [_, var word] || !IrSyntax.Alignments.TryFind(word, out alignment);
        if (suffixes.Length != (isVolatile || !isAligned ? 2 : 1) || !IrSyntax.Widths.TryFind(suffixes[0], out (MemorySize Size, bool IsSigned) access))
            throw operation.Error("expected a width, as in load.u32, and perhaps .volatile or .align1");
        KernelAccess? relocation = ReadPlace(value);
        if (value.Opcode == Opcode.Store)
        {
            reader.Expect(",");
            Argument(value);
        }

        var detail = new MemoryAccess(access.Size, access.IsSigned, relocation, isVolatile);
        value.Detail = isAligned ? detail : detail with { Alignment = alignment };
    }

    private void ReadAtomic(Value value, IrToken operation, ReadOnlySpan<string> suffixes)
    {
        if (suffixes is not [var name, var width] || !IrSyntax.Atomics.TryFind(name, out AtomicOperation atomic)
            || !IrSyntax.Widths.TryFind(width, out (MemorySize Size, bool IsSigned) access) || access.IsSigned)
        {
            throw operation.Error("expected an operation and a width, as in atomic.add.u64");
        }

        ReadPlace(value);
        reader.Expect(",");
        ReadArguments(value);
        value.Detail = new AtomicAccess(atomic, access.Size);
    }

    /// <summary>An address with its displacement, and the member that the loader finds it by.</summary>
    private KernelAccess? ReadPlace(Value value)
    {
        reader.Expect("[");
        Argument(value);
        KernelAccess? relocation = null;
        while (!reader.Is("]"))
        {
            bool isNegative = reader.Take("-");
            if (!isNegative)
                reader.Expect("+");
            if (reader.Is("<"))
                relocation = KernelAccess();
            else
                value.Immediate = isNegative ? -reader.Number("a displacement") : reader.Number("a displacement");
        }

        reader.Expect("]");
        return relocation;
    }

    private void ReadMove(Value value)
    {
        Argument(value);
        reader.Expect(",");
        if (value.Opcode == Opcode.Copy)
        {
            Argument(value);
            reader.Expect(",");
        }

        value.Immediate = reader.Number("a number of bytes");
        reader.Expect("align");
        value.Detail = reader.SmallNumber("an alignment");
    }

    private KernelAccess KernelAccess()
    {
        reader.Expect("<");
        string display = reader.Name("a member");
        MemorySize? size = null;
        bool isSigned = false;
        if (IrSyntax.Widths.TryFind(reader.Current.Text, out (MemorySize Size, bool IsSigned) width))
        {
            (size, isSigned) = width;
            reader.Position++;
        }

        bool isBitfield = reader.Take("bitfield");
        uint root = reader.TypeNumber();
        ImmutableArray<int>.Builder indices = ImmutableArray.CreateBuilder<int>();
        do
            indices.Add(reader.SmallNumber("the index of a member"));
        while (reader.Take(":"));
        reader.Expect(">");
        return new KernelAccess(root, indices.ToImmutable(), display, size, isSigned, isBitfield);
    }

    private KernelFunction Kfunc(string name) => new(name, reader.TypeNumber(), reader.Take("weak"));

    private T Named<T>(IReadOnlyDictionary<string, T> things, string what)
        where T : class
    {
        IrToken name = reader.Current;
        return things.GetValueOrDefault(reader.Name($"the name of a {what}")) ?? throw name.Error($"there is no such {what}");
    }

    private BasicBlock Block()
    {
        int id = reader.Numbered('b', "a block, as b0");
        if (!_blocks.TryGetValue(id, out BasicBlock? block))
            _blocks.Add(id, block = new BasicBlock(id));
        return block;
    }

    private void Argument(Value value) => Use(value.Arguments.Add);

    /// <summary>Values may be used above their definition: uses are filled in, in their order, when the function is read.</summary>
    private void Use(Action<Value> use)
    {
        IrToken token = reader.Current;
        _uses.Add((reader.Numbered('v', "a value, as v0"), token, use));
    }
}
