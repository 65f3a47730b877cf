namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>References in structs and as results.</summary>
internal sealed partial class ProgramGenerator
{
    private IntegerType? _cursorElement;

    /// <summary>A struct with a reference and a span, and functions that choose among references.</summary>
    private void Cursor()
    {
        _cursorElement = Pick(IntegerType.All);
        string span = $"Span<{_cursorElement}>";
        Line("public ref struct Cursor");
        Block(() =>
        {
            Line("public ref int Number;");
            Line($"public {span} Rest;");
            Line($"public Cursor(ref int number, {span} rest) {{ Number = ref number; Rest = rest; }}");
            Line("public int Step(int by)");
            Block(() =>
            {
                Line("Number = unchecked(Number + by);");
                Line("if (Rest.IsEmpty) return Number;");
                Line($"Rest[0] = unchecked(({_cursorElement})(Rest[0] {Pick(["+", "^", "*"])} ({_cursorElement})by));");
                Line("Rest = Rest[1..];");
                Line("return Rest.Length;");
            });
        });
        Line("static ref T Either<T>(ref T first, ref T second, bool isFirst) => ref (isFirst ? ref first : ref second);");
    }

    private bool NewCursor()
    {
        if (ReferenceTo(IntegerType.Int32) is not { } number || _cursorElement is not { } element)
            return false;
        string span = SpanOf(element, isReadOnly: false) ?? "default";
        string cursor = NewName("h");
        Line($"var {cursor} = new Cursor(ref {number}, {span});");
        Declare(new Place($"{cursor}.Number", IntegerType.Int32));
        Declare(new Place($"{cursor}.Rest", new SpanType(element, 0, isReadOnly: false), IsWritable: false));
        for (int i = _random.Next(3); i > 0; i--)
            Line($"{cursor}.Step({Expression(IntegerType.Int32)});");
        return true;
    }

    private (string First, string Second, CsType Type)? TwoPlaces()
    {
        CsType type = AnyType();
        return ReferenceTo(type) is { } first && ReferenceTo(type) is { } second ? (first, second, type) : null;
    }

    private bool EitherAssignment() => _tables.Count > 0 && TwoPlaces() is var (first, second, type)
        && Write($"Either(ref {first}, ref {second}, {Expression(BoolType.Instance)}) = {Expression(type)};");

    private bool Swap() => TwoPlaces() is var (first, second, _) && Write($"({first}, {second}) = ({second}, {first});");
}
