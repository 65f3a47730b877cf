using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Slots;

namespace CsBpf.Compiler.Optimization.Branches;

/// <summary>
/// Asks once whether the kernel lent memory, where the answer decides later whether that is given back: verifiers before Linux 6.4 believe that an
/// address which they know to be valid may turn out to be null when it is asked for again. They follow a number.
/// </summary>
internal sealed class LentMemory
{
    private static readonly Version KnownAddresses = new(6, 4);

    private readonly Function _function;
    private readonly Dictionary<Value, Value> _answers = [];

    private LentMemory(Function function) => _function = function;

    /// <summary>True where a kernel that may load the object has such a verifier.</summary>
    /// <param name="targetKernel">The oldest kernel.</param>
    public static bool IsFor(Version targetKernel) => targetKernel < KnownAddresses;

    public static void Run(Function function)
    {
        HashSet<Value> addresses = Addresses(function);
        var uses = new Uses(function);
        Value[] questions = [.. addresses.SelectMany(uses.Users).Where(IsQuestion)];
        if (questions.Sum(uses.Count) <= 1)
            return;
        new LentMemory(function).Decide(questions, addresses);
        DeadCode.Run(function);
        // The way from one question leads to the next.
        for (int next = 0; next < 2; next++)
        {
            JumpThreading.Run(function);
            SlotPromotion.Run(function);
        }
    }

    private void Decide(Value[] questions, HashSet<Value> addresses)
    {
        foreach (Value address in addresses.Where(IsLent))
            _answers[address] = Ask(address);
        var uses = new Uses(_function);
        foreach (Value question in questions)
        {
            Value isThere = Answer(question.Arguments.Find(addresses.Contains)!);
            if (question.Opcode == Opcode.NotEqual)
            {
                uses.Replace(question, isThere);
                continue;
            }

            foreach (BasicBlock block in uses.Controlled(question))
                block.Branch(isThere, block.Successors[1], block.Successors[0], block.TerminatorLocation);
            question.Become(Opcode.Equal, IrType.Bool, [isThere, Constant(IrType.Bool, question.Location)]);
        }
    }

    /// <summary>What the kernel lent, and what is chosen from that and null.</summary>
    private static HashSet<Value> Addresses(Function function)
    {
        HashSet<Value> addresses =
        [
            .. function.Blocks.SelectMany(block => block.Values).Where(value =>
                value is { Opcode: Opcode.Phi or Opcode.Select, Type: IrType.Pointer } || IsLent(value)),
        ];
        if (!addresses.Any(IsLent))
            return [];
        while (addresses.RemoveWhere(value => !IsLent(value) && Choices(value).Any(choice => !IsNull(choice) && !addresses.Contains(choice))) > 0)
        {
        }

        return addresses;
    }

    private static bool IsLent(Value value) => value is { Opcode: Opcode.CallHelper, Helper.Id: HelperNumbers.RingBufferReserve };

    private static bool IsNull(Value value) => value is { IsConstant: true, Immediate: 0 };

    private static IEnumerable<Value> Choices(Value value) => value.Opcode == Opcode.Select ? value.Arguments.Skip(1) : value.Arguments;

    private static bool IsQuestion(Value value) => value.Opcode is Opcode.Equal or Opcode.NotEqual && value.Arguments.Exists(IsNull);

    /// <summary>Whether an address is one.</summary>
    private Value Answer(Value address)
    {
        if (_answers.TryGetValue(address, out Value? answer))
            return answer;
        if (IsNull(address))
            return _answers[address] = Constant(IrType.Bool, address.Location);

        BasicBlock block = address.Block!;
        bool isPhi = address.Opcode == Opcode.Phi;
        answer = block.Insert(block.Values.IndexOf(address), isPhi
            ? _function.NewPhi(IrType.Bool, address.Location)
            : _function.NewValue(Opcode.Select, IrType.Bool, address.Location, [address.Arguments[0]]));
        _answers[address] = answer;
        answer.Arguments.AddRange([.. Choices(address).Select(Answer)]);
        if (isPhi)
            answer.Incoming.AddRange(address.Incoming);
        return answer;
    }

    /// <summary>A number by which way control came, behind a branch on the address.</summary>
    private Value Ask(Value address)
    {
        SourceLocation location = address.Location;
        Value answer = _function.NewPhi(IrType.Bool, location);
        Value isThere = _function.NewValue(Opcode.NotEqual, IrType.Bool, location, [address, Constant(IrType.Pointer, location)]);
        BasicBlock block = address.Block!;
        // Constants stay in front, where they don't keep jumps from passing the question.
        int end = block.Values.FindIndex(block.Values.IndexOf(address) + 1, value => !value.IsConstant);
        BasicBlock rest = _function.SplitBlock(block, end < 0 ? block.Values.Count : end);
        BasicBlock[] ways = [_function.NewBlock(), _function.NewBlock()];
        block.Branch(block.Append(isThere), ways[1], ways[0], location);
        for (int there = 0; there < ways.Length; there++)
        {
            answer.Incoming.Add(ways[there]);
            answer.Arguments.Add(Constant(IrType.Bool, location, there));
            ways[there].Jump(rest, location);
        }

        return rest.Insert(0, answer);
    }

    private Value Constant(IrType type, SourceLocation location, long number = 0) =>
        _function.Entry.Insert(0, _function.NewConstant(type, number, location));
}
