namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Members that C# has words for: indexers, properties, conversions, enumerators; parameters that may be left out.</summary>
internal sealed partial class ProgramGenerator
{
    private const string CallWithOptions = "Sum";
    private bool _hasOptions;

    /// <summary>An indexer, a property and a conversion of a struct, which compute with its members.</summary>
    private void ComputedMembers(StructType type)
    {
        Place[] members = [.. type.Members.Select(member => new Place(member.Name, member.Type))];
        Place[] operand = [.. type.Members.Select(member => new Place($"operand.{member.Name}", member.Type))];
        var index = new Place("x", IntegerType.Int32);
        Line("public int this[int x]");
        Block(() =>
        {
            Line("get");
            Body([.. members, index], () => Line($"return {Expression(IntegerType.Int32)};"));
            Line("set");
            Body([.. members, index, new Place("value", IntegerType.Int32)], () => Assignment());
        });
        Line("public long Value");
        Block(() =>
        {
            Line("get");
            Body(members, () => Line($"return {Expression(IntegerType.Int64)};"));
            Line("set");
            Body([.. members, new Place("value", IntegerType.Int64)], () => Assignment());
        });
        Line($"public static explicit operator long({type} operand)");
        Body(operand, () => Line($"return {Expression(IntegerType.Int64)};"));
    }

    private Place? ComputedPlace() => PickPlace(place => place is { IsWritable: true, Type: StructType { Method: not null } }) is { } place
        ? Chance(2)
            ? new Place($"{place.Text}[{Expression(IntegerType.Int32)}]", IntegerType.Int32)
            : new Place($"{place.Text}.Value", IntegerType.Int64)
        : null;

    private string? ComputedMember(IntegerType type) => ComputedPlace() is { } place ? $"({type}){place.Text}" : null;

    private bool ComputedAssignment() => ComputedPlace() is { } place
        && Write($"{place.Text} {Pick(["=", "+=", "^=", "-="])} {Expression(place.Type)};");

    private string? Converted(IntegerType type) =>
        _structs.Find(structure => structure.Method is not null) is { } structure ? $"({type})(long){Operand(structure)}" : null;

    /// <summary>A struct that can be gone through, and a function whose parameters may be left out.</summary>
    private void EnumeratorAndOptions()
    {
        Line("public struct Countdown(int left)");
        Block(() =>
        {
            Line("private int _left = left;");
            Line("public readonly int Current => _left;");
            Line("public bool MoveNext() => --_left >= 0;");
            Line("public readonly Countdown GetEnumerator() => this;");
        });
        Line($"static int {CallWithOptions}(int first, int second = {_random.Next(9)}, params ReadOnlySpan<int> rest)");
        Block(() =>
        {
            Line($"int sum = unchecked(first {Pick(["+", "*", "^"])} second);");
            Line("foreach (int number in rest)");
            Line("    sum = unchecked((sum * 31) + number);");
            Line("return sum;");
        });
        _hasOptions = true;
    }

    private string? OptionsCall(IntegerType type)
    {
        string Number() => Expression(IntegerType.Int32);
        return !_hasOptions ? null : $"({type}){CallWithOptions}({_random.Next(5) switch
        {
            0 => Number(),
            1 => $"second: {Number()}, first: {Number()}",
            2 => $"{Number()}, {Number()}",
            3 => $"{Number()}, {Number()}, {Number()}",
            _ => $"{Number()}, {Number()}, {Number()}, {Number()}, {Number()}",
        }})";
    }

    private bool ForEachStruct(string element, int count)
    {
        Line($"foreach (int {element} in new Countdown({Operand(IntegerType.Int32)} & {(count > 3 ? 7 : 3)}))");
        Round(new Place(element, IntegerType.Int32, IsWritable: false));
        return true;
    }

    private bool ForEachReference(string element, int count)
    {
        if (PickPlace(place => IsWritable(place) && place.IsWritable) is not { } span)
            return CountUp(element, count);
        string reference = NewName("h");
        Line($"foreach (ref {ElementOf(span)} {reference} in {span.Text})");
        Round(new Place(reference, ElementOf(span)));
        return true;
    }
}
