namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Expressions of every type.</summary>
internal sealed partial class ProgramGenerator
{
    private const int MaximumDepth = 4;

    private static readonly string[] Arithmetic = ["+", "-", "*", "&", "|", "^", "<<", ">>", ">>>", "/", "%"];
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private static readonly string[] Interesting =
    [
        "0", "1", "2", "7", "31", "32", "63", "64", "127", "128", "255", "32767", "32768", "65535", "int.MaxValue", "int.MinValue", "-1",
        "uint.MaxValue", "long.MinValue", "long.MaxValue", "ulong.MaxValue", "0x1234_5678_9abcL",
    ];

    private readonly Choices<Func<IntegerType, string?>> _integers;
    private readonly Choices<Func<string?>> _conditions;
    private int _depth;

    private Choices<Func<IntegerType, string?>> IntegerTable() => new()
    {
        { 10, Binary },
        { 3, type => Conditional(type) },
        { 3, type => $"({type}){Operand(Pick(IntegerType.All))}" },
        { 2, Unary },
        { 3, Call },
        { 2, GenericCall },
        { 2, type => Switch(type) },
        { 1, PropertyPattern },
        { 1, CheckedBinary },
        { 1, CheckedCast },
        { 2, OfNullable },
        { 2, OfBase },
        { 1, StructMethod },
        { 1, Step },
        { 1, Assigned },
        { 1, type => $"({type})({Expression(BoolType.Instance)} ? 1 : 0)" },
        { 1, type => $"({type}){Operand(Pick(_enums))}" },
        { 1, LengthOf },
        { 1, Search },
        { 1, BytesAsNumber },
        { 1, Lambda },
        { 2, ComputedMember },
        { 1, Converted },
        { 1, OptionsCall },
        { 1, NarrowedByType },
        { 2, PointerRead },
        { 1, ExtensionCall },
        { 1, type => $"({Tuple(new TupleType(type, IntegerType.Int32))}).Item1" },
    };

    private Choices<Func<string?>> ConditionTable() => new()
    {
        { 8, Comparison },
        { 2, () => $"!{Operand(BoolType.Instance)}" },
        { 3, () => $"({Expression(BoolType.Instance)} {Pick(["&&", "||", "&", "|", "^"])} {Expression(BoolType.Instance)})" },
        { 2, () => $"({Operand(Pick(IntegerType.Computed))} is {Pattern()})" },
        { 1, () => Conditional(BoolType.Instance) },
        { 1, () => Call(BoolType.Instance) },
        { 1, () => Pick(_nullables) is var type ? $"({Operand(type)} is {Pick(["null", "not null"])})" : null },
        { 1, LiftedComparison },
        { 1, () => Pick(_enums) is var type ? $"({Operand(type)} {Pick(Comparisons)} {Operand(type)})" : null },
        { 1, TupleComparison },
        { 1, MapCondition },
        { 2, SpanCondition },
        { 1, NamedCondition },
        { 1, RecordComparison },
        { 1, PointerComparison },
        { 1, () => Pick(_enums) is var type ? $"({Operand(type)}).HasFlag({Operand(type)})" : null },
    };

    /// <summary>An expression of a type; as an argument, or the right side of an assignment, it needs no parentheses.</summary>
    private string Expression(CsType type)
    {
        if (_depth >= MaximumDepth || Chance(4))
            return Leaf(type);
        _depth++;
        string? expression = type switch
        {
            IntegerType integer => _integers.Pick(_random)(integer),
            BoolType => _conditions.Pick(_random)(),
            EnumType => Chance(2) ? Conditional(type) : Call(type) ?? $"({type}){Operand(Pick(IntegerType.All))}",
            StructType structure => Struct(structure),
            TupleType tuple => Chance(4) ? Conditional(type) : Chance(4) ? Call(type) : Tuple(tuple),
            NullableType nullable => Nullable(nullable),
            _ => Chance(2) ? Conditional(type) : Call(type),
        };
        _depth--;
        return expression ?? Leaf(type);
    }

    /// <summary>An expression that can be an operand. C# takes a name in parentheses for a type where <c>with</c> comes after it.</summary>
    private string Operand(CsType type) =>
        Expression(type) is var expression && expression.All(character => char.IsLetterOrDigit(character) || character == '.')
            ? expression
            : $"({expression})";

    /// <summary>A variable or a constant.</summary>
    private string Leaf(CsType type)
    {
        if (!Chance(4) && Read(type) is { } place)
            return place;
        return type switch
        {
            BoolType => Pick(["true", "false"]),
            IntegerType => $"({type})({Number()})",
            EnumType kind => Chance(3) ? $"({type})({Number()})" : $"{type}.{Pick(kind.Members)}",
            NullableType { Underlying: var underlying } => Chance(3) ? $"({type})null" : $"({type}){Leaf(underlying)}",
            TupleType tuple => Tuple(tuple),
            StructType { HasConstructor: true } structure when _depth < MaximumDepth + 2 => New(structure),
            _ => $"default({type})",
        };
    }

    /// <summary>A place of a type that can be read; elements of arrays and spans are some.</summary>
    private string? Read(CsType type)
    {
        if (Chance(5) && Element(type, isWritable: false) is { } element)
            return element;
        return PickPlace(place => place.Type == type)?.Text;
    }

    private string Conditional(CsType type) => $"({Expression(BoolType.Instance)} ? {Expression(type)} : {Expression(type)})";

    private string Binary(IntegerType type)
    {
        IntegerType computed = Pick(IntegerType.Computed);
        return $"({type})({Binary(computed, Pick(Arithmetic))})";
    }

    private string Binary(IntegerType type, string operation)
    {
        string left = AsType(type);
        return operation switch
        {
            "<<" or ">>" or ">>>" => $"{left} {operation} {Operand(IntegerType.Byte)}",
            // What C# computes itself must not overflow: a variable is in the way.
            "/" or "%" => Chance(FaultOdds) && PickPlace(place => place.Type == type) is { } divisor
                ? $"{divisor.Text} {operation} {divisor.Text}"
                : $"{Variable(type)} {operation} ({AsType(type)} | 1)",
            _ => $"{left} {operation} {AsType(type)}",
        };
    }

    /// <summary>An operand of any type, converted.</summary>
    private string AsType(IntegerType type) =>
        Pick(IntegerType.All) is var other && other == type ? Operand(type) : $"({type}){Operand(other)}";

    private string Variable(IntegerType type) => $"({type}){PickPlace(place => place.Type is IntegerType)?.Text ?? Operand(type)}";

    private string? Assigned(IntegerType type) =>
        PickPlace(place => place.Type == type && place.IsWritable) is { } place ? $"({place.Text} = {Expression(type)})" : null;

    private string Unary(IntegerType type) =>
        Pick([IntegerType.Int32, IntegerType.Int64]) is var computed ? $"({type})({Pick(["-", "~", "+"])}{AsType(computed)})" : "";

    /// <summary>Mostly of small numbers, which don't fault. C# refuses a constant that overflows: one operand is a variable.</summary>
    private string? CheckedBinary(IntegerType type)
    {
        string mask = Chance(FaultOdds) ? "" : " & 7";
        IntegerType computed = Pick(IntegerType.Computed);
        return PickPlace(place => place.Type is IntegerType) is { } place
            ? $"checked(({type})((({computed}){place.Text}{mask}) {Pick(["+", "*", "-"])} "
                + $"(unchecked({AsType(computed)}){mask.Replace('7', '1')})))"
            : null;
    }

    private string? CheckedCast(IntegerType type) => PickPlace(place => place.Type is IntegerType) is { } place
        ? $"checked(({type})({place.Text}{(Chance(FaultOdds) ? "" : $" & ({place.Type})127")}))"
        : null;

    private string TupleComparison()
    {
        var type = new TupleType(Pick(IntegerType.All), BoolType.Instance);
        return $"({Tuple(type)} {Pick(["==", "!="])} {Tuple(type)})";
    }

    private string? RecordComparison()
    {
        StructType[] records = [.. _structs.Where(type => type is { IsRecord: true } && type.Members.All(IsScalar))];
        return records.Length == 0 ? null : Pick(records) is var type ? $"({Operand(type)} {Pick(["==", "!="])} {Operand(type)})" : null;

        static bool IsScalar(Member member) => member.Type is IntegerType or BoolType or EnumType;
    }

    private string Comparison()
    {
        IntegerType type = Pick(IntegerType.Computed);
        return $"({AsType(type)} {Pick(Comparisons)} {AsType(type)})";
    }

    /// <summary>Methods of the base library.</summary>
    private string? OfBase(IntegerType type)
    {
        IntegerType computed = Pick(IntegerType.Computed);
        IntegerType unsigned = Pick([IntegerType.UInt32, IntegerType.UInt64]);
        return _random.Next(7) switch
        {
            0 => $"({type})Math.{Pick(["Min", "Max"])}({AsType(computed)}, {AsType(computed)})",
            1 => $"({type})Math.Clamp({AsType(computed)}, ({computed})2, ({computed})100)",
            2 => $"({type})BitOperations.{Pick(["PopCount", "LeadingZeroCount", "TrailingZeroCount", "Log2"])}({AsType(unsigned)})",
            3 => $"({type})BitOperations.{Pick(["RotateLeft", "RotateRight"])}({AsType(unsigned)}, {Operand(IntegerType.Int32)})",
            4 => $"({type})Math.Sign({AsType(IntegerType.Int64)})",
            5 => $"({type})System.Buffers.Binary.BinaryPrimitives.ReverseEndianness({AsType(computed)})",
            _ => $"({type})({AsType(computed)}).CompareTo({AsType(computed)})",
        };
    }

    private string? Step(IntegerType type) => PickPlace(place => place.Type == type && place.IsWritable) is { } place
        ? Pick([$"{place.Text}++", $"{place.Text}--", $"++{place.Text}", $"--{place.Text}"])
        : null;

    private string? StructMethod(IntegerType type) =>
        PickPlace(place => place is { IsWritable: true, Type: StructType { Method: not null } }) is { } place
            ? $"({type}){place.Text}.{((StructType)place.Type).Method}({Expression(IntegerType.Int32)})"
            : null;
}
