using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>Makes what a rule puts in the place of a value.</summary>
/// <param name="function">The function.</param>
/// <param name="match">What the letters stand for.</param>
/// <param name="root">The value that is replaced; new values take its location.</param>
/// <param name="add">Takes each new value, to stand before the root.</param>
internal readonly struct Replacer(Function function, Match match, Value root, Action<Value> add)
{
    /// <summary>Builds the replacement: a value that is there, a new constant, or an operation that the root has become.</summary>
    public Value Build(Term replacement)
    {
        if (replacement is not OperationTerm operation)
            return Build(replacement, root.Type);
        List<Value> arguments = BuildArguments(operation, root.Type);
        long bits = Bits(operation);
        if (Fold(operation.Opcode, root.Type, arguments, bits) is { } folded)
            return folded;
        root.Become(operation.Opcode, root.Type, arguments, bits);
        return root;
    }

    private Value Build(Term term, IrType type)
    {
        switch (term)
        {
            case VariableTerm variable:
                return match.Value(variable.Name);
            case NumberTerm number:
                return Constant(type, ConstantFolding.Normalize(type, number.Number));
            case FunctionTerm function:
                Value argument = Build(function.Argument, type);
                return Constant(type, FunctionTerm.Functions[function.Name](argument.Immediate, argument.Type));
            default:
                var operation = (OperationTerm)term;
                List<Value> arguments = BuildArguments(operation, type);
                return Fold(operation.Opcode, type, arguments, Bits(operation)) ?? Added(function.NewValue(operation.Opcode, type, root.Location, arguments, Bits(operation)));
        }
    }

    private List<Value> BuildArguments(OperationTerm operation, IrType type)
    {
        var arguments = new List<Value>(operation.Arguments.Length);
        for (int i = 0; i < operation.Arguments.Length; i++)
            arguments.Add(Build(operation.Arguments[i], TypeOfArgument(operation, i, type)));
        return arguments;
    }

    /// <summary>The type that an argument must have for an operation to give a type.</summary>
    private IrType TypeOfArgument(OperationTerm operation, int index, IrType type) => operation.Opcode switch
    {
        Opcode.ShiftLeft or Opcode.ShiftRightSigned or Opcode.ShiftRightUnsigned when index == 1 => IrType.I32,
        Opcode.PointerAdd when index == 1 => IrType.I64,
        Opcode.Select when index == 0 => IrType.Bool,
        Opcode.Truncate => IrType.I64,
        Opcode.Equal or Opcode.NotEqual or Opcode.LessSigned or Opcode.LessOrEqualSigned or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned
            or Opcode.SignExtend or Opcode.ZeroExtend => TypeOfAny(operation.Arguments),
        _ => type,
    };

    /// <summary>The type that the letters in terms of one type tell.</summary>
    private IrType TypeOfAny(IEnumerable<Term> terms)
    {
        foreach (Term term in terms)
        {
            IrType found = term switch
            {
                VariableTerm variable => match.Value(variable.Name).Type,
                OperationTerm { Opcode: Opcode.Truncate } => IrType.I32,
                OperationTerm operation => TypeOfAny(operation.Arguments),
                _ => IrType.Void,
            };
            if (found != IrType.Void)
                return found;
        }

        return IrType.Void;
    }

    private long Bits(OperationTerm operation) => operation.Bits ?? (operation.BitsName == '\0' ? 0 : match[operation.BitsName]);

    private Value? Fold(Opcode opcode, IrType type, List<Value> arguments, long bits)
    {
        if (!arguments.TrueForAll(argument => argument.IsConstant))
            return null;
        long y = arguments.Count > 1 ? arguments[1].Immediate : 0;
        return ConstantFolding.Fold(opcode, type, arguments[0].Type, arguments[0].Immediate, y, bits) is { } number ? Constant(type, number) : null;
    }

    private Value Constant(IrType type, long number) => Added(function.NewConstant(type, number, root.Location));

    private Value Added(Value value)
    {
        add(value);
        return value;
    }
}
