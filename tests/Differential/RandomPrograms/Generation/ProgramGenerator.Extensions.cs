namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Extension methods and members, in a class of their own behind the other.</summary>
internal sealed partial class ProgramGenerator
{
    private const string Extended = "Extensions";

    /// <summary>Writes them; they compute with their parameters alone.</summary>
    private void Extensions()
    {
        StructType type = _structs[0];
        Line($"static unsafe class {Extended}");
        Block(() =>
        {
            Place[] numbers = [new("value", IntegerType.Int32), new("by", IntegerType.Int32)];
            Line("internal static int Mixed(this int value, int by)");
            Body(numbers, () => Line($"return {Expression(IntegerType.Int32)};"));
            Line("internal static long Changed(this ref int value, int by)");
            Body(numbers, () =>
            {
                Assignment();
                Line($"return {Expression(IntegerType.Int64)};");
            });
            Line("internal static int Folded<T>(this scoped ReadOnlySpan<T> values, int start) where T : unmanaged, IBinaryInteger<T>");
            Block(() =>
            {
                Line("foreach (T value in values)");
                Line($"    start = unchecked((start * 5) {Pick(["+", "^", "-"])} int.CreateTruncating(value));");
                Line("return start;");
            });
            Line($"extension({type} whole)");
            Block(() =>
            {
                Place[] members = [.. type.Members.Select(member => new Place($"whole.{member.Name}", member.Type))];
                Line("internal long Total");
                Block(() =>
                {
                    Line("get");
                    Body(members, () => Line($"return {Expression(IntegerType.Int64)};"));
                });
            });
        });
    }

    private string? ExtensionCall(IntegerType type) => _tables.Count == 0 ? null : _random.Next(4) switch
    {
        0 => $"({type})({Expression(IntegerType.Int32)}).Mixed({Expression(IntegerType.Int32)})",
        1 => ReferenceTo(IntegerType.Int32) is { } place ? $"({type}){place}.Changed({Expression(IntegerType.Int32)})" : null,
        2 => PickPlace(place => place.Type is SpanType { Element: IntegerType, IsReadOnly: true }) is { } span
            ? $"({type}){span.Text}.Folded({Expression(IntegerType.Int32)})"
            : null,
        _ => $"({type})({Operand(_structs[0])}).Total",
    };
}
