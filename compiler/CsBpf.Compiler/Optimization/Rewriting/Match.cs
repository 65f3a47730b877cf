using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>What the letters of a rule's pattern stand for in a value that it matched.</summary>
internal sealed class Match(Uses uses)
{
    private readonly Value?[] _values = new Value?['z' - 'a' + 1];
    private readonly long[] _bits = new long['z' - 'a' + 1];

    /// <summary>The type of the value that matched.</summary>
    public IrType Type { get; private set; }

    /// <summary>The number of a constant, an I32 with its sign; or a number of bits.</summary>
    public long this[char name] => _values[name - 'a']?.Immediate ?? _bits[name - 'a'];

    /// <summary>The value of a letter.</summary>
    public Value Value(char name) => _values[name - 'a']!;

    /// <summary>The number of a constant as unsigned.</summary>
    public ulong Unsigned(char name) => ConstantFolding.Unsigned(this[name], Value(name).Type);

    /// <summary>The width of a value in bits.</summary>
    public int Width(char name) => Value(name).Type == IrType.I64 ? 64 : 32;

    /// <summary>True where a value, seen as signed, is never negative.</summary>
    public bool IsNonNegative(char name) => KnownBits.IsNonNegative(Value(name));

    /// <summary>Matches a value against a term; the letters are bound on the way.</summary>
    public bool Matches(Term root, Value value)
    {
        Array.Clear(_values);
        Array.Clear(_bits);
        Type = value.Type;
        return IsMatch(root, value, isRoot: true);
    }

    private bool IsMatch(Term term, Value value, bool isRoot) => term switch
    {
        NumberTerm number => value.IsConstant && value.Immediate == ConstantFolding.Normalize(value.Type, number.Number),
        VariableTerm variable => IsMatch(variable, value),
        OperationTerm operation => value.Opcode == operation.Opcode && IsMatch(operation, value, isRoot),
        _ => false,
    };

    private bool IsMatch(VariableTerm variable, Value value)
    {
        if ((variable.IsConstant && !value.IsConstant) || (variable.Type is { } type && value.Type != type))
            return false;
        ref Value? bound = ref _values[variable.Name - 'a'];
        bound ??= value;
        return bound == value || (bound.IsConstant && value.IsConstant && bound.Immediate == value.Immediate && bound.Type == value.Type);
    }

    private bool IsMatch(OperationTerm operation, Value value, bool isRoot)
    {
        // The start of an array: what is reached from there stays in it.
        if (value.Extent is not null && value.Arguments[1].IsConstant)
            return false;
        if ((operation.Bits is { } bits && value.Immediate != bits) || (operation.IsOnlyUse && !isRoot && uses.Count(value) != 1))
            return false;
        if (operation.BitsName != '\0')
            _bits[operation.BitsName - 'a'] = value.Immediate;
        for (int i = 0; i < operation.Arguments.Length; i++)
        {
            if (!IsMatch(operation.Arguments[i], value.Arguments[i], isRoot: false))
                return false;
        }

        return true;
    }
}
