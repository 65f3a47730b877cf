namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Patterns on structs and spans, which name parts of them.</summary>
internal sealed partial class ProgramGenerator
{
    /// <summary>Elements and slices of a span.</summary>
    private string? ListSwitch(CsType type)
    {
        if (PickPlace(place => place.Type is SpanType { Element: IntegerType { Name: not "char" } }) is not { } span)
            return null;
        var element = (IntegerType)ElementOf(span);
        var first = new Place(NewName("n"), element, IsWritable: false);
        var last = new Place(NewName("n"), element, IsWritable: false);
        var rest = new Place(NewName("s"), new SpanType(element, 0, isReadOnly: ((SpanType)span.Type).IsReadOnly), IsWritable: false);
        string ofBoth = With(first, () => With(last, () => Expression(type)));
        string ofRest = With(first, () => With(rest, () => Expression(type)));
        return $"({span.Text} switch {{ [{Pattern()}, _] => {Expression(type)}, "
            + $"[{Pattern()}, var {first.Text}, .., var {last.Text}] => {ofBoth}, "
            + $"[var {first.Text}, .. var {rest.Text}] when {rest.Text}.Length > {_random.Next(4)} => {ofRest}, "
            + $"_ => {Expression(type)} }})";
    }

    /// <summary>Members of a struct, by name or by position.</summary>
    /// <remarks>C# refuses an arm that is never reached: that, a <c>when</c> hides from it.</remarks>
    private string? StructSwitch(CsType type)
    {
        if (_structs.Count == 0)
            return null;
        StructType structure = Pick(_structs);
        Member[] integers = [.. structure.Members.Where(member => member.Type is IntegerType { Name: not "char" })];
        if (integers.Length == 0)
            return null;
        (Member asked, Member taken) = (Pick(integers), Pick(integers));
        var part = new Place(NewName("n"), taken.Type, IsWritable: false);
        string second = structure.HasConstructor
            ? $"({string.Join(", ", structure.Members.Select(member => Array.IndexOf(integers, member) >= 0 ? Pattern() : "_"))})"
            : $"{{ {taken.Name}: {Pattern()} }}";
        return $"({Operand(structure)} switch {{ {{ {asked.Name}: {Pattern()}, {taken.Name}: var {part.Text} }} when {part.Text} != 3 => "
            + $"{With(part, () => Expression(type))}, "
            + $"{second} when G0 != {_random.Next(9)} => {Expression(type)}, _ => {Expression(type)} }})";
    }

    /// <summary>A number that a pattern names, and what is asked of it.</summary>
    private string NamedCondition()
    {
        IntegerType type = Pick(IntegerType.Computed);
        var name = new Place(NewName("n"), type, IsWritable: false);
        return $"({Operand(type)} is ({Pattern()}) and var {name.Text} && {With(name, () => Expression(BoolType.Instance))})";
    }

    private string? Switch(CsType type) => _random.Next(7) switch
    {
        0 => ListSwitch(type),
        1 => StructSwitch(type),
        _ => NumberSwitch(type),
    };
}
