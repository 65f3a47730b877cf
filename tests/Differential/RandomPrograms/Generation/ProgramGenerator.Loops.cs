namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Loops, which all end: nobody writes their counters.</summary>
internal sealed partial class ProgramGenerator
{
    private const int MaximumLoops = 2;

    private readonly Choices<Func<string, int, bool>> _loops;
    private List<string> _labels = [];
    private int _rounds;

    /// <summary>True where a body has gotos, and so no <c>stackalloc</c>: the compiler takes every goto for a loop.</summary>
    private bool _hasGotos;

    private Choices<Func<string, int, bool>> LoopTable() => new()
    {
        { 4, CountUp },
        { 2, CountDown },
        { 2, While },
        { 2, Do },
        { 1, ByGoto },
        { 3, ForEach },
        { 1, ForEachNumber },
        { 1, ForEachStruct },
        { 1, ForEachReference },
    };

    private bool Loop()
    {
        if (_nesting >= MaximumNesting || _labels.Count >= MaximumLoops)
            return false;
        string label = NewName("end");
        _labels.Add(label);
        bool done = _loops.Pick(_random)(NewName("i"), _random.Next(1, 6));
        _labels.Remove(label);
        Line($"{label}: ;");
        return done;
    }

    private bool CountUp(string counter, int count)
    {
        string compared = Chance(3) ? $"{counter} <= {count - 1}" : Chance(3) ? $"{counter} != {count}" : $"{counter} < {count}";
        Line($"for (int {counter} = 0; {compared}; {Pick([$"{counter}++", $"++{counter}", $"{counter} += 1"])})");
        Round(new Place(counter, IntegerType.Int32, IsWritable: false) { Below = count });
        return true;
    }

    private bool CountDown(string counter, int count)
    {
        Line($"for (int {counter} = {count - 1}; {counter} >= 0; {counter}--)");
        Round(new Place(counter, IntegerType.Int32, IsWritable: false) { Below = count });
        return true;
    }

    private bool While(string counter, int count)
    {
        Line($"uint {counter} = {count};");
        Line($"while ({counter}-- > 0{(Chance(3) ? $" && {Expression(BoolType.Instance)}" : "")})");
        Round(new Place(counter, IntegerType.UInt32, IsWritable: false) { Below = count });
        return true;
    }

    private bool Do(string counter, int count)
    {
        Line($"byte {counter} = 0;");
        Line("do");
        Round(new Place(counter, IntegerType.Byte, IsWritable: false) { Below = count + 1 }, $"{counter}++;");
        Line($"while ({counter} < {count});");
        return true;
    }

    private bool ByGoto(string counter, int count)
    {
        if (!_hasGotos)
            return false;
        string label = NewName("again");
        Line($"long {counter} = 0;");
        Line($"{label}:");
        Inner();
        Line($"if (++{counter} < {count} && {Expression(BoolType.Instance)}) goto {label};");
        return true;
    }

    private bool ForEach(string element, int count)
    {
        if (PickPlace(place => place.Type is SpanType || place is { Type: ArrayType, IsWritable: true }) is not { } place)
            return CountUp(element, count);
        CsType type = place.Type is SpanType span ? span.Element : ((ArrayType)place.Type).Element;
        Line($"foreach ({(Chance(2) ? "var" : type)} {element} in {place.Text})");
        Round(new Place(element, type, IsWritable: false));
        return true;
    }

    private bool ForEachNumber(string number, int count)
    {
        int first = _random.Next(3);
        Line($"foreach (int {number} in {first}..{first + count})");
        Round(new Place(number, IntegerType.Int32, IsWritable: false) { Below = first + count });
        return true;
    }

    private void Round(Place counter, string? first = null)
    {
        _rounds++;
        Inner(() =>
        {
            if (first is not null)
                Line(first);
            Declare(counter);
        });
        _rounds--;
    }

    /// <summary>Ends a round, a loop, or all that is around.</summary>
    private bool LoopExit()
    {
        if (_rounds == 0)
            return false;
        string exit = Pick(["break", "continue", "break", _hasGotos ? $"goto {_labels[0]}" : "break"]);
        Line($"if ({Expression(BoolType.Instance)}) {exit};");
        return true;
    }
}
