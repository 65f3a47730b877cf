using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// Makes the rounds of a loop look the same to the verifier. It compares them by what it knows of the numbers, and one that counts from a known
/// number is another in each. A zero of which it knows nothing, added to the number, makes them the same. Of what was loaded it knows nothing anyway,
/// but for constants: those it reads, where it knows the address.
/// </summary>
/// <param name="module">Where the zero is kept, once a loop needs it.</param>
internal sealed class UnknownNumbers(BpfModule module)
{
    private GlobalVariable? _zero;

    private GlobalVariable Zero => _zero ??= NewZero();

    /// <summary>Hides the numbers that a loop starts with.</summary>
    /// <param name="function">The function.</param>
    /// <param name="header">The first block of the loop.</param>
    /// <param name="ways">The blocks that lead to it from outside.</param>
    public void HideStarts(Function function, BasicBlock header, List<BasicBlock> ways)
    {
        foreach (BasicBlock before in ways)
        {
            Dictionary<IrType, Value> zeroes = [];
            foreach (Value phi in Numbers(header))
            {
                int way = phi.Incoming.IndexOf(before);
                if (!IsUnknown(phi.Arguments[way]))
                    phi.Arguments[way] = Hide(function, phi.Arguments[way], before, before.Values.Count, zeroes);
            }
        }
    }

    /// <summary>True for a number of which the verifier knows nothing, since it comes from memory.</summary>
    public static bool IsUnknown(Value value) => value.Opcode == Opcode.KernelLoad || (value.Opcode == Opcode.Load
        && !AddressRoots.Of(value.Arguments[0]).Exists(root => root is { Opcode: Opcode.GlobalAddress, Global.Section: GlobalSection.ReadOnlyData }));

    /// <summary>
    /// True where what the verifier knows in a round is not about numbers alone: then it sees them in rounds of several kinds. Beside the stack
    /// that is the context, which may be copied there.
    /// </summary>
    public static bool HasMemory(Loop loop) => loop.Blocks.Any(block => block.Values.Exists(value =>
        value.Opcode == Opcode.SlotAddress || value.Arguments.Exists(IsOfStack)));

    private static bool IsOfStack(Value value) =>
        value.Opcode == Opcode.SlotAddress || (value.Type == IrType.Pointer && AddressRoots.Of(value).Any(root => root.Opcode is Opcode.SlotAddress or Opcode.Parameter));

    /// <summary>Hides the numbers in each round, where the budget is asked for: there the verifier compares.</summary>
    /// <param name="function">The function.</param>
    /// <param name="header">The first block of the loop.</param>
    /// <param name="asking">The block that asks, at the start of a round.</param>
    public void HideRounds(Function function, BasicBlock header, BasicBlock asking)
    {
        BasicBlock round = asking.Successors[1];
        function.FillPredecessors();
        if (!round.Predecessors.TrueForAll(block => block == asking || block == header) || (asking != header && !asking.Predecessors.Contains(header)))
            return;
        var dominators = new DominatorTree(function);
        Dictionary<IrType, Value> zeroes = [];
        foreach (Value phi in Numbers(header).ToList())
        {
            Value hidden = Hide(function, phi, asking, asking.Phis.Count(), zeroes);
            Value merged = hidden;
            if (asking != header)
            {
                merged = round.Insert(0, function.NewPhi(phi.Type, phi.Location));
                foreach (BasicBlock before in round.Predecessors)
                {
                    merged.Arguments.Add(before == header ? phi : hidden);
                    merged.Incoming.Add(before);
                }
            }

            ReplaceBehind(round, phi, merged, function, dominators);
        }
    }

    /// <summary>Hides numbers and bools of a block, from all who use them.</summary>
    public void Hide(Function function, BasicBlock block, IEnumerable<Value> values)
    {
        Dictionary<IrType, Value> zeroes = [];
        foreach (Value value in values)
        {
            (Value first, Value hidden) = Hidden(function, value, block, block.Values.IndexOf(value) + 1, zeroes);
            function.Replace(new Dictionary<Value, Value> { [value] = hidden });
            first.Arguments[0] = value;
        }
    }

    /// <summary>The hidden form of a number at the end of a block; that of a bool is a number, 0 or 1, as memory has it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="value">The number or bool.</param>
    /// <param name="block">The block.</param>
    /// <param name="zeroes">The zeroes that the block has already.</param>
    public Value HiddenNumber(Function function, Value value, BasicBlock block, Dictionary<IrType, Value> zeroes)
    {
        if (value.Type == IrType.Bool)
            value = block.Append(function.NewValue(Opcode.ZeroExtend, IrType.I32, value.Location, [value], 1));
        return Hide(function, value, block, block.Values.Count, zeroes);
    }

    private (Value First, Value Hidden) Hidden(Function function, Value value, BasicBlock block, int index, Dictionary<IrType, Value> zeroes)
    {
        if (value.Type != IrType.Bool)
        {
            Value sum = Hide(function, value, block, index, zeroes);
            return (sum, sum);
        }

        Value number = block.Insert(index, function.NewValue(Opcode.ZeroExtend, IrType.I32, value.Location, [value], 1));
        return (number, LowestBit(function, Hide(function, number, block, index + 1, zeroes)));
    }

    /// <summary>The hidden form of a number, right before who uses it.</summary>
    public Value HideBefore(Function function, Value user, Value number) => Hide(function, number, user.Block!, user.Block!.Values.IndexOf(user), []);

    /// <summary>Hides numbers at the start of each round.</summary>
    /// <param name="function">The function.</param>
    /// <param name="header">The first block of the loop.</param>
    /// <param name="numbers">Phis of the loop.</param>
    public void HideAtStart(Function function, BasicBlock header, IReadOnlyList<Value> numbers)
    {
        var dominators = new DominatorTree(function);
        Dictionary<IrType, Value> zeroes = [];
        foreach (Value phi in numbers)
            ReplaceBehind(header, phi, Hide(function, phi, header, header.Phis.Count(), zeroes), function, dominators);
    }

    /// <summary>The numbers that rounds may have others of.</summary>
    /// <param name="header">The first block of the loop.</param>
    /// <remarks>A Bool is one of two, which rounds don't add to; hidden, it would lead the verifier both ways behind the loop.</remarks>
    public static IEnumerable<Value> Numbers(BasicBlock header) =>
        header.Phis.Where(phi => phi.Type is IrType.I32 or IrType.I64 && !IsOneOfFew(phi));

    /// <summary>
    /// Whether a number is one of a few constants, whatever the rounds: how far the memory of a span reaches, which the verifier has to know.
    /// </summary>
    private static bool IsOneOfFew(Value number)
    {
        const int few = 4;
        HashSet<Value> visited = [number];
        HashSet<long> constants = [];
        var work = new Stack<Value>([number]);
        while (work.TryPop(out Value? value))
        {
            if (value.IsConstant)
                constants.Add(value.Immediate);
            else if (value.Opcode is not (Opcode.Phi or Opcode.Select))
                return false;
            else
                value.Arguments.Skip(value.Opcode == Opcode.Select ? 1 : 0).Where(visited.Add).ToList().ForEach(work.Push);
        }

        return constants.Count <= few;
    }

    private static void ReplaceBehind(BasicBlock start, Value phi, Value replacement, Function function, DominatorTree dominators)
    {
        foreach (BasicBlock block in function.Blocks.Where(dominators.IsReachable))
        {
            bool isBehind = dominators.Dominates(start, block);
            foreach (Value value in block.Values.Where(value => value != replacement))
            {
                for (int i = 0; i < value.Arguments.Count; i++)
                {
                    if (value.Arguments[i] == phi && (value.Opcode == Opcode.Phi ? dominators.Dominates(start, value.Incoming[i]) : isBehind))
                        value.Arguments[i] = replacement;
                }
            }

            if (isBehind && block.Control == phi)
                block.Control = replacement;
        }
    }

    private Value Hide(Function function, Value number, BasicBlock block, int index, Dictionary<IrType, Value> zeroes)
    {
        // Constants have a zero each: of two numbers made from the same one the verifier knows how far they are from each other.
        Value? zero = number.IsConstant ? null : zeroes.GetValueOrDefault(number.Type);
        if (zero is null)
        {
            zero = Insert(function, block, ref index, number.Type, number.Location);
            if (!number.IsConstant)
                zeroes.Add(number.Type, zero);
        }

        index = Math.Max(index, block.Values.IndexOf(zero) + 1);
        return block.Insert(index, function.NewValue(Opcode.Add, number.Type, number.Location, [number, zero]));
    }

    /// <summary>Puts a zero of which nothing is known into a block.</summary>
    /// <param name="function">The function.</param>
    /// <param name="block">The block.</param>
    /// <param name="index">Where; afterwards, where the block goes on.</param>
    /// <param name="type">The type of the zero.</param>
    /// <param name="location">What it is for.</param>
    public Value Insert(Function function, BasicBlock block, ref int index, IrType type, SourceLocation location)
    {
        Value address = block.Insert(index++, function.NewValue(Opcode.GlobalAddress, IrType.Pointer, location, detail: Zero));
        return block.Insert(index++, function.NewValue(Opcode.Load, type, location, [address], detail: MemoryAccess.For(type)));
    }

    private static Value LowestBit(Function function, Value number)
    {
        BasicBlock block = number.Block!;
        int index = block.Values.IndexOf(number);
        Value one = block.Insert(index + 1, function.NewConstant(IrType.I32, 1, number.Location));
        Value bit = block.Insert(index + 2, function.NewValue(Opcode.And, IrType.I32, number.Location, [number, one]));
        Value zero = block.Insert(index + 3, function.NewConstant(IrType.I32, 0, number.Location));
        return block.Insert(index + 4, function.NewValue(Opcode.NotEqual, IrType.Bool, number.Location, [bit, zero]));
    }

    private GlobalVariable NewZero()
    {
        uint type = module.Types.Add(new BtfInt("long", sizeof(long), BtfIntEncoding.Signed));
        var zero = new GlobalVariable(
            "unknown.zero", GlobalSection.ZeroedData, type, sizeof(long), [.. new byte[sizeof(long)]], IsPrivate: true, IsSettable: false);
        module.Globals.Add(zero);
        return zero;
    }
}
