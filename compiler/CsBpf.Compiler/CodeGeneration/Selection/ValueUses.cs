using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Selection;

/// <summary>Who uses the values of a function, as far as selection asks.</summary>
internal sealed class ValueUses
{
    private readonly Dictionary<Value, int> _counts = [];
    private readonly HashSet<Value> _asValue = [];
    private readonly HashSet<Value> _outsideOfCalls = [];
    private readonly HashSet<Value> _tests = [];

    /// <summary>Collects the uses.</summary>
    public ValueUses(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values)
            {
                for (int i = 0; i < value.Arguments.Count; i++)
                    Add(value.Arguments[i], isCondition: value.Opcode == Opcode.Select && i == 0, isArgument: IsCall(value));
            }

            if (block.Control is not null)
                Add(block.Control, isCondition: block.Terminator == TerminatorKind.Branch, isArgument: false);
        }

        foreach (Value value in function.Blocks.SelectMany(block => block.Values))
        {
            if (IsTestOfBits(value) && !_asValue.Contains(value) && Count(value.Arguments[0]) == 1)
                _tests.Add(value.Arguments[0]);
        }
    }

    /// <summary>How many uses a value has.</summary>
    public int Count(Value value) => _counts.GetValueOrDefault(value);

    /// <summary>True where somebody wants a comparison as 0 or 1, not as the condition of a branch.</summary>
    public bool IsNeededAsValue(Value value) => _asValue.Contains(value);

    /// <summary>True where a value is only handed over to calls.</summary>
    public bool IsArgumentOnly(Value value) => !_outsideOfCalls.Contains(value);

    /// <summary>True for x &amp; y that is only asked to be zero or not, in conditions: one jump does both.</summary>
    public bool IsPartOfTest(Value value) => _tests.Contains(value);

    /// <summary>True for what becomes part of the branches that ask it and has no register itself.</summary>
    public bool IsFused(Value value) => IsPartOfTest(value) || (IsComparison(value) && !IsNeededAsValue(value));

    private void Add(Value value, bool isCondition, bool isArgument)
    {
        _counts[value] = Count(value) + 1;
        if (!isCondition)
            _asValue.Add(value);
        if (!isArgument)
            _outsideOfCalls.Add(value);
    }

    private static bool IsCall(Value value) => value.Opcode is Opcode.CallHelper or Opcode.CallKfunc or Opcode.Call;

    private static bool IsComparison(Value value) => value.Opcode is Opcode.Equal or Opcode.NotEqual or Opcode.LessSigned or Opcode.LessOrEqualSigned
        or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned or Opcode.KfuncExists or Opcode.BudgetUsedUp;

    private static bool IsTestOfBits(Value value) =>
        value is { Opcode: Opcode.Equal or Opcode.NotEqual, Arguments: [{ Opcode: Opcode.And, Type: not IrType.Bool }, { IsConstant: true, Immediate: 0 }] };
}
