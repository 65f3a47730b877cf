namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Expressions of structs, tuples and nullables, and patterns on them.</summary>
internal sealed partial class ProgramGenerator
{
    private string? Struct(StructType type) => _random.Next(7) switch
    {
        0 => Conditional(type),
        1 => Call(type),
        2 when type.HasOperators => $"({Operand(type)} + {Operand(type)})",
        3 when type.HasOperators => $"(-{Operand(type)})",
        4 when type.Members.All(member => member.IsWritable || type.HasConstructor) =>
            $"({Operand(type)} with {Initializer([Pick(type.Members)])})",
        5 => Switch(type),
        _ => New(type),
    };

    private string New(StructType type) => type.HasConstructor
        ? $"new {type}({string.Join(", ", type.Members.Select(member => Expression(member.Type)))})"
        : $"new {type} {Initializer(type.Members.Where(_ => !Chance(3)))}";

    private string Tuple(TupleType type) => $"({string.Join(", ", type.Elements.Select(Expression))})";

    private string? Nullable(NullableType type) => _random.Next(5) switch
    {
        0 => Conditional(type),
        1 => Call(type),
        2 => $"({Operand(type)} ?? {Operand(type)})",
        3 when type.Underlying == IntegerType.Int32 =>
            $"({Operand(type)} {Pick(["+", "-", "*", "&", "<<", ">>"])} {Operand(Chance(2) ? type : IntegerType.Int32)})",
        _ => $"({Expression(BoolType.Instance)} ? {Expression(type.Underlying)} : ({type})null)",
    };

    /// <summary>The number in a nullable; a fault where there is none is rare.</summary>
    private string? OfNullable(IntegerType type)
    {
        NullableType nullable = Pick(_nullables);
        if (nullable.Underlying is StructType structure)
        {
            return Pick(structure.Members) is { Type: IntegerType } member
                ? $"({type})({Operand(nullable)}?.{member.Name} ?? {Operand(member.Type)})"
                : null;
        }

        string other = Operand(nullable.Underlying);
        return (Chance(FaultOdds) ? 0 : _random.Next(1, 4)) switch
        {
            0 => $"({type}){Operand(nullable)}.Value",
            1 => $"({type})({Operand(nullable)} ?? {other})",
            2 => $"({type}){Operand(nullable)}.GetValueOrDefault({Expression(nullable.Underlying)})",
            _ => NewName("n") is var name ? $"({type})({Operand(nullable)} is {{ }} {name} ? {name} : {other})" : null,
        };
    }

    private string LiftedComparison() =>
        $"({Operand(_nullables[0])} {Pick(Comparisons)} {Operand(Chance(2) ? _nullables[0] : IntegerType.Int32)})";

    /// <summary>A pattern for any integer type.</summary>
    private string Pattern() => _random.Next(6) switch
    {
        0 => $"> {_random.Next(100)}",
        1 => $"{_random.Next(4)} or {_random.Next(4, 8)} or > {_random.Next(8, 100)}",
        2 => $"not {_random.Next(4)}",
        3 => $">= {_random.Next(8)} and < {_random.Next(20, 100)}",
        4 => $"(> 2 and not {_random.Next(3, 10)}) or 1",
        _ => $"< {_random.Next(1, 60)}",
    };

    /// <summary>A switch expression; one that nothing fits is rare.</summary>
    private string? NumberSwitch(CsType type)
    {
        string last = Chance(FaultOdds) ? ", < 1000 => throw new InvalidOperationException() }" : " }";
        string otherwise = Expression(type);
        switch (_random.Next(4))
        {
            case 0:
                return $"(({Operand(BoolType.Instance)}, {Operand(Pick(IntegerType.Computed))}) switch "
                    + $"{{ (true, {Pattern()}) => {Expression(type)}, (false, > 50) => {Expression(type)}, (_, _) => {otherwise} }})";
            case 1:
                string name = NewName("n");
                IntegerType input = Pick(IntegerType.Computed);
                string when = With(new Place(name, input, IsWritable: false), () => Expression(BoolType.Instance));
                return $"({Operand(input)} switch {{ {Pattern()} => {Expression(type)}, var {name} when {when} && {name} != 3 => "
                    + $"{With(new Place(name, input), () => Expression(type))}, _ => {otherwise} }})";
            case 2:
                EnumType kind = Pick(_enums);
                return $"({Operand(kind)} switch {{ {kind}.{kind.Members[0]} => {Expression(type)}, "
                    + $"{kind}.{kind.Members[1]} => {Expression(type)}, _ => {otherwise} }})";
            default:
                return $"({Operand(Pick(IntegerType.Computed))} switch {{ 1 => {Expression(type)}, > 10 and < 100 => {Expression(type)}, "
                    + (last.Length > 2 ? $"0 => {otherwise}{last})" : $"_ => {otherwise} }})");
        }
    }

    /// <summary>A member of a struct, in a pattern that asks about others.</summary>
    private string? PropertyPattern(IntegerType type)
    {
        if (_structs.Count == 0)
            return null;
        StructType structure = Pick(_structs);
        Member[] integers = [.. structure.Members.Where(member => member.Type is IntegerType { Name: not "char" })];
        if (integers.Length == 0)
            return null;
        string name = NewName("m");
        Member asked = Pick(integers);
        Member taken = Pick(integers);
        return $"({Operand(structure)} is {{ {asked.Name}: {Pattern()}, {taken.Name}: var {name} }} ? ({type}){name} : {Expression(type)})";
    }

    /// <summary>What is made where a place is in scope.</summary>
    private string With(Place place, Func<string> make)
    {
        _scope.Add(place);
        string made = make();
        _scope.Remove(place);
        return made;
    }
}
