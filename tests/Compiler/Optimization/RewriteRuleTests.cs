using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization;
using CsBpf.Compiler.Optimization.Rewriting;
using CsBpf.Compiler.Tests.Harness;

namespace CsBpf.Compiler.Tests.Optimization;

/// <summary>Every rule of the table is a case: its pattern is made into a function, for each type and many constants, and run before and after.</summary>
public class RewriteRuleTests
{
    private static readonly long[] Interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 24, 31, 32, 33, 48, 56, 63, 64, 255, 256, 65535, 65536, int.MaxValue, (long)int.MaxValue + 1, uint.MaxValue,
        (long)uint.MaxValue + 1, long.MaxValue, long.MinValue, int.MinValue, -1, -2, -4, -128, -255, 0x5555555555555555, 0x0102030405060708,
    ];

    public static TheoryData<string> Rules => [.. RewriteRules.All.Select(rule => rule.Text)];

    [Fact]
    public void All_Texts_AreDistinct() => Assert.Equal(RewriteRules.All.Count, RewriteRules.All.DistinctBy(rule => rule.Text).Count());

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_AppliedToItsPattern_GivesTheSame(string text)
    {
        RewriteRule rule = RewriteRules.All.Single(rule => rule.Text == text);
        var random = new Random(1);
        int applied = 0;
        foreach (IrType root in (IrType[])[IrType.Bool, IrType.I32, IrType.I64, IrType.Pointer, IrType.KernelPointer])
        {
            for ((int attempt, int found) = (0, 0); attempt < 400 && found < 12; attempt++)
            {
                var instance = new PatternInstance(rule, root, random, Interesting);
                if (!instance.IsValid || !rule.Applies(new Match(new Uses(instance.Function)), instance.Root))
                    continue;
                found++;
                applied++;
                Check(instance, random);
            }
        }

        Assert.True(applied > 0, "The rule never applies.");
    }

    private static void Check(PatternInstance instance, Random random)
    {
        List<long[]> inputs = [.. Enumerable.Range(0, 8).Select(_ => instance.Function.ParameterTypes.Select(_ => Number(random)).ToArray())];
        string before = IrPrinter.Print(instance.Function);
        List<long> expected = [.. inputs.Select(Run)];

        Simplification.Run(instance.Function);

        IrValidator.Validate(instance.Function);
        Assert.NotEqual(before, IrPrinter.Print(instance.Function));
        foreach ((long[] input, long result) in inputs.Zip(expected))
        {
            long actual = Run(input);
            Assert.True(result == actual, $"f({string.Join(", ", input)}) was {result}, is {actual}:\n{before}\n{IrPrinter.Print(instance.Function)}");
        }

        long Run(long[] input) => IrInterpreter.Run(instance.Module, instance.Function, input);
    }

    private static long Number(Random random) => random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : Interesting[random.Next(Interesting.Length)];
}

/// <summary>A function that computes what a rule's pattern looks like, with constants chosen at random.</summary>
internal sealed class PatternInstance
{
    private readonly Random _random;
    private readonly long[] _numbers;
    private readonly List<IrType> _parameters = [];
    private readonly Dictionary<char, Value> _variables = [];
    private readonly Dictionary<char, long> _bits = [];
    private readonly List<Value> _values = [];
    private readonly Function _maker = new("maker", 0, [], IrType.Void);

    public PatternInstance(RewriteRule rule, IrType root, Random random, long[] numbers)
    {
        _random = random;
        _numbers = numbers;
        Root = Make(rule.Pattern, root);
        Function = new Function("f", 0, [.. _parameters], root);
        BasicBlock block = Function.NewBlock();
        foreach (Value value in _values)
            block.Append(value);
        block.Return(Root, default);
        Function.ReserveNumbers(_maker.ValueBound, 1, 0);
        IsValid = _values.TrueForAll(value => IrTypeRules.Broken(value) is null);
    }

    public BpfModule Module { get; } = new("Test", "GPL", new());

    public Function Function { get; }

    public Value Root { get; }

    /// <summary>False where the types don't fit together.</summary>
    public bool IsValid { get; }

    private Value Make(Term term, IrType type)
    {
        switch (term)
        {
            case NumberTerm number:
                return Add(_maker.NewConstant(type, number.Number, default));
            case VariableTerm variable:
                if (!_variables.TryGetValue(variable.Name, out Value? bound))
                    _variables.Add(variable.Name, bound = Variable(variable, variable.Type ?? type));
                return bound;
            default:
                var operation = (OperationTerm)term;
                long bits = operation.Bits ?? Bits(operation.BitsName);
                IrType operand = (IrType[])[IrType.I32, IrType.I64, IrType.Bool, IrType.Pointer] is var types ? types[_random.Next(4)] : type;
                Value[] arguments = [.. operation.Arguments.Select((argument, index) => Make(argument, TypeOf(operation.Opcode, index, type, operand, bits)))];
                return Add(_maker.NewValue(operation.Opcode, type, default, arguments, bits));
        }
    }

    private long Bits(char name)
    {
        if (name == '\0')
            return 0;
        if (!_bits.TryGetValue(name, out long bits))
            _bits.Add(name, bits = (long[])[1, 8, 16, 32] is var choices ? choices[_random.Next(4)] : 0);
        return bits;
    }

    /// <summary>A variable is a parameter, at times one whose high bits are known to be 0, or are its sign.</summary>
    private Value Variable(VariableTerm variable, IrType type)
    {
        if (variable.IsConstant)
            return Add(_maker.NewConstant(type, _numbers[_random.Next(_numbers.Length)], default));
        int kind = _random.Next(4);
        if (type == IrType.Pointer && kind < 2)
        {
            var map = new MapDefinition($"Map{Module.Maps.Count}", 1, 0, 4, 0, 4, []);
            Module.Maps.Add(map);
            return Add(_maker.NewValue(Opcode.MapAddress, type, default, detail: map));
        }

        if (type == IrType.I64 && kind == 0)
            return Add(_maker.NewValue(_random.Next(2) == 0 ? Opcode.SignExtend : Opcode.ZeroExtend, type, default, [Parameter(IrType.I32)], 32));
        return type is IrType.I32 or IrType.I64 && kind < 3
            ? Add(_maker.NewValue(Opcode.And, type, default, [Parameter(type), Add(_maker.NewConstant(type, 0x7f, default))]))
            : Parameter(type);
    }

    private Value Parameter(IrType type)
    {
        _parameters.Add(type);
        return Add(_maker.NewValue(Opcode.Parameter, type, default, immediate: _parameters.Count - 1));
    }

    private static IrType TypeOf(Opcode opcode, int index, IrType type, IrType operand, long bits) => opcode switch
    {
        Opcode.Equal or Opcode.NotEqual or Opcode.LessSigned or Opcode.LessOrEqualSigned or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned => operand,
        Opcode.ShiftLeft or Opcode.ShiftRightSigned or Opcode.ShiftRightUnsigned when index == 1 => IrType.I32,
        Opcode.PointerAdd when index == 1 => IrType.I64,
        Opcode.Select when index == 0 => IrType.Bool,
        Opcode.Truncate => IrType.I64,
        Opcode.ZeroExtend when bits == 1 => IrType.Bool,
        Opcode.ZeroExtend or Opcode.SignExtend => operand,
        _ => type,
    };

    private Value Add(Value value)
    {
        _values.Add(value);
        return value;
    }
}
