namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Lambdas: for a method that calls them, and for the kernel.</summary>
internal sealed partial class ProgramGenerator
{
    // Variables by the letters that their names start with: no references, spans, arguments or members of 'this'.
    private const string Capturable = "vdinxG";

    private bool _isInLambda;

    private void Apply()
    {
        Line("static int Apply(Func<int, int> function, int x)");
        Block(() =>
        {
            Line($"int sum = {Number()} > 5 ? 1 : 2;");
            Line($"for (int i = 0; i < {_random.Next(1, 4)}; i++) sum = unchecked((sum * 7) + function(x + i));");
            Line("return sum;");
        });
    }

    /// <summary>Not in the members of types: what the lambda calls must not call them.</summary>
    private string? Lambda(IntegerType type)
    {
        if (_isInLambda || _tables.Count == 0)
            return null;
        string body = "";
        var parameter = new Place(NewName("x"), IntegerType.Int32);
        InLambda(parameter, () => body = Expression(IntegerType.Int32));
        return $"({type})Apply({parameter.Text} => {body}, {Expression(IntegerType.Int32)})";
    }

    /// <summary>Rounds that the kernel counts.</summary>
    private bool CallbackLoop()
    {
        if (_isInLambda || !_hasMaps || _nesting >= MaximumNesting)
            return false;
        int count = _random.Next(1, 5);
        var counter = new Place(NewName("x"), IntegerType.UInt32, IsWritable: false) { Below = count };
        Line($"Bpf.Loop({count}, {counter.Text} =>");
        InLambda(counter, () => Inner());
        Line(");");
        return true;
    }

    /// <summary>The entries of an array, one after the other, until one is enough.</summary>
    private bool ArrayForEach()
    {
        if (_isInLambda || !_hasMaps || _nesting >= MaximumNesting)
            return false;
        (string name, CsType type, int length) = Pick(_mapArrays);
        var index = new Place(NewName("x"), IntegerType.Int32, IsWritable: false) { Below = length };
        var value = new Place(NewName("e"), type, Storage.Entry);
        Line($"{name}.ForEach((in int {index.Text}, ref {type} {value.Text}) =>");
        InLambda(index, () => Inner(() => Declare(value), Chance(2) ? () => Line($"return {Expression(BoolType.Instance)};") : null));
        Line(");");
        return true;
    }

    /// <summary>Writes the body of a lambda, which sees what can be captured, and its parameter.</summary>
    private void InLambda(Place parameter, Action content)
    {
        _isInLambda = true;
        InFunction([.. _scope.Where(CanBeCaptured), parameter], content, _hasMaps);
        _isInLambda = false;
    }

    private static bool CanBeCaptured(Place place) =>
        Capturable.Contains(place.Text[0], StringComparison.Ordinal) && place.Type is not SpanType;

    /// <summary>Writes what sees these places alone, and has nothing to jump to.</summary>
    private void InFunction(IReadOnlyList<Place> scope, Action content, bool hasMaps = false)
    {
        Place[] outside = [.. _scope];
        (bool hadMaps, bool hasGotos, int rounds, List<string> labels) = (_hasMaps, _hasGotos, _rounds, _labels);
        _scope.Clear();
        _scope.AddRange(scope);
        (_hasMaps, _hasGotos, _rounds, _labels) = (hasMaps, false, 0, []);
        // Whoever calls it may have some.
        _references++;
        content();
        _references--;
        (_hasMaps, _hasGotos, _rounds, _labels) = (hadMaps, hasGotos, rounds, labels);
        _scope.Clear();
        _scope.AddRange(outside);
    }
}
