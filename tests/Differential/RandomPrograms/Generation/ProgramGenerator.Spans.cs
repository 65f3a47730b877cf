using System.Numerics;

namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Spans, inline arrays and tables: what has elements.</summary>
internal sealed partial class ProgramGenerator
{
    private static readonly (string Name, int Size)[] Numbers =
        [("Int16", 2), ("UInt16", 2), ("Int32", 4), ("UInt32", 4), ("Int64", 8), ("UInt64", 8)];

    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["Int16"] = "short",
        ["UInt16"] = "ushort",
        ["Int32"] = "int",
        ["UInt32"] = "uint",
        ["Int64"] = "long",
        ["UInt64"] = "ulong",
    };

    private readonly Choices<Func<bool>> _spanSources;
    private readonly Choices<Func<Place, bool>> _spanStatements;

    private Choices<Func<bool>> SpanSourceTable() => new()
    {
        { 3, StackAllocated },
        { 2, OverArray },
        { 1, OverTable },
        { 1, OverVariable },
        { 1, () => NewSpan(new SpanType(IntegerType.Byte, 5, isReadOnly: true), "\"hello\"u8") },
        { 3, Slice },
        { 1, AsBytes },
    };

    private Choices<Func<Place, bool>> SpanStatementTable() => new()
    {
        { 3, span => ElementAssignment(span) },
        { 1, span => IsWritable(span) && Write($"{span.Text}.Fill({Expression(ElementOf(span))});") },
        { 1, span => IsWritable(span) && Write($"{span.Text}.Clear();") },
        { 1, Copy },
        { 1, span => IsWritable(span) && Write($"{span.Text}.Reverse();") },
        { 1, NumberAsBytes },
        { 1, Reassign },
    };

    private static CsType ElementOf(Place place) => place.Type switch
    {
        SpanType span => span.Element,
        ArrayType array => array.Element,
        _ => ((TableType)place.Type).Element,
    };

    private static int LengthOf(Place place) => place.Type switch
    {
        SpanType span => span.Length,
        ArrayType array => array.Length,
        _ => ((TableType)place.Type).Length,
    };

    private static bool IsWritable(Place span) => span.Type is SpanType { IsReadOnly: false };

    private bool Write(string line)
    {
        Line(line);
        return true;
    }

    private bool NewSpan() => _spanSources.Pick(_random)();

    private bool NewSpan(SpanType type, string value)
    {
        Line($"{type} {Declare(new Place(NewName("s"), type)).Text} = {value};");
        return true;
    }

    private bool StackAllocated()
    {
        if (_isInFinally || _hasGotos)
            return false;
        int length = _random.Next(1, 7);
        IntegerType element = Pick(IntegerType.All);
        string value = Chance(3)
            ? $"stackalloc {element}[] {{ {string.Join(", ", Enumerable.Range(0, length).Select(_ => Expression(element)))} }}"
            : $"stackalloc {element}[{length}]";
        return NewSpan(new SpanType(element, length, isReadOnly: Chance(5)), value);
    }

    private bool OverArray() => PickPlace(place => place is { Type: ArrayType, IsWritable: true }) is { } array
        && NewSpan(new SpanType(ElementOf(array), LengthOf(array), isReadOnly: Chance(3)), array.Text);

    private bool OverTable() => Pick(_tables) is var table
        && NewSpan(new SpanType(ElementOf(table), LengthOf(table), isReadOnly: true), table.Text);

    private bool OverVariable() => PickPlace(place => place is { Type: IntegerType, IsWritable: true }) is { } place
        && NewSpan(new SpanType(place.Type, 1, isReadOnly: false), $"new(ref {place.Text})");

    /// <summary>The bytes of the elements of another span.</summary>
    private bool AsBytes()
    {
        if (PickPlace(place => place.Type is SpanType { Element: IntegerType { Name: not "char" } }) is not { } span)
            return false;
        int size = Math.Max(1, Array.Find(Numbers, number => Keywords[number.Name] == ElementOf(span).Name).Size);
        var type = (SpanType)span.Type;
        return NewSpan(new SpanType(IntegerType.Byte, type.Length * size, type.IsReadOnly), $"MemoryMarshal.AsBytes({span.Text})");
    }

    /// <summary>A part of a span, mostly one that is there.</summary>
    private bool Slice()
    {
        if (PickPlace(place => place.Type is SpanType { Length: > 0 }) is not { } span)
            return false;
        int length = LengthOf(span);
        int start = _random.Next(length + 1);
        int rest = _random.Next(length - start + 1);
        (int known, string slice) = (Chance(FaultOdds) ? 0 : _random.Next(1, 6)) switch
        {
            0 => (0, $".Slice({Expression(IntegerType.Int32)}, {Expression(IntegerType.Int32)})"),
            1 => (rest, $".Slice({start}, {rest})"),
            2 => (length - start, $"[{start}..]"),
            3 => (length - start, $"[..^{start}]"),
            4 => (0, $"[({Expression(IntegerType.Byte)} % {length + 1})..]"),
            _ => (rest, $"[{start}..{start + rest}]"),
        };
        return NewSpan(new SpanType(ElementOf(span), known, ((SpanType)span.Type).IsReadOnly), span.Text + slice);
    }

    private bool OfSpan() => PickPlace(place => place.Type is SpanType) is { } span && _spanStatements.Pick(_random)(span);

    private bool ElementAssignment(Place span)
    {
        if (!IsWritable(span) || Index(LengthOf(span)) is not { } index)
            return false;
        string operation = ElementOf(span) is IntegerType ? Pick(["=", "+=", "^="]) : "=";
        return Write($"{span.Text}[{index}] {operation} {Expression(ElementOf(span))};");
    }

    private bool Copy(Place span)
    {
        if (PickPlace(place => IsWritable(place) && ElementOf(place) == ElementOf(span)) is not { } to)
            return false;
        return Write(LengthOf(to) < LengthOf(span) || LengthOf(span) == 0
            ? $"if ({span.Text}.Length <= {to.Text}.Length) {span.Text}.CopyTo({to.Text});"
            : $"{span.Text}.CopyTo({to.Text});");
    }

    /// <summary>A span that gets to show something else keeps at least as many elements.</summary>
    private bool Reassign(Place span)
    {
        Place[] before =
        [
            .. _scope.TakeWhile(place => place != span)
                .Where(place => place.Type.Name == span.Type.Name && LengthOf(place) >= LengthOf(span)),
        ];
        return before.Length > 0 && span.IsWritable && Write($"{span.Text} = {Pick(before).Text};");
    }

    /// <summary>A span for a parameter.</summary>
    private string? SpanOf(CsType element, bool isReadOnly)
    {
        Place[] spans = [.. _scope.Where(place => HasElements(place, isReadOnly) && ElementOf(place) == element)];
        if (spans.Length > 0)
            return Pick(spans).Text;
        return _tables.Find(table => isReadOnly && ElementOf(table) == element) is { Text: { } table } ? table : null;
    }

    /// <summary>An index that is there, but for rare cases if any; null where there may be no element.</summary>
    private string? Index(int length, bool mayFault = true)
    {
        if (mayFault && Chance(FaultOdds))
            return $"{Variable(IntegerType.Int32)} & 15";
        if (length == 0)
            return null;
        int mask = (int)BitOperations.RoundUpToPowerOf2((uint)length + 1) / 2 - 1;
        return _random.Next(6) switch
        {
            0 => $"{_random.Next(length)}",
            1 => $"{Operand(IntegerType.Int32)} & {mask}",
            2 => $"(int)((uint){Operand(IntegerType.UInt32)} % {length})",
            3 => $"^{_random.Next(1, length + 1)}",
            4 => $"({Expression(BoolType.Instance)} ? {_random.Next(length)} : {_random.Next(length)})",
            _ => PickPlace(place => place.Below > 0 && place.Below <= length) is { } counter
                ? counter.Type == IntegerType.UInt32 ? $"(int){counter.Text}" : counter.Text
                : $"{Operand(IntegerType.Byte)} % {length}",
        };
    }

    /// <summary>An element of a type, to read or to write.</summary>
    /// <remarks>
    /// Whether an assignment to an element of an inline array that is not there computes its right side first depends, on the CLR, on
    /// what stands there: a switch expression puts the check behind it. So there is no such assignment.
    /// </remarks>
    private string? Element(CsType type, bool isWritable) => ElementPlace(element => element == type, isWritable)?.Text;

    private Place? ElementPlace(Func<CsType, bool> isOfType, bool isWritable = true)
    {
        Place[] arrays =
        [
            .. _scope.Where(place => HasElements(place, isReadOnly: !isWritable) && isOfType(ElementOf(place))),
            .. _tables.Where(table => !isWritable && isOfType(ElementOf(table))),
        ];
        if (arrays.Length == 0)
            return null;
        Place array = Pick(arrays);
        return Index(LengthOf(array), mayFault: !isWritable || array.Type is SpanType) is { } index
            ? new Place($"{array.Text}[{index}]", ElementOf(array), array.Storage)
            : null;
    }

    /// <summary>True for spans and inline arrays, for what can be written alone unless it is just read.</summary>
    private static bool HasElements(Place place, bool isReadOnly) => place.Type switch
    {
        ArrayType => place.IsWritable,
        SpanType => isReadOnly || IsWritable(place),
        _ => false,
    };

    private string? LengthOf(IntegerType type) =>
        PickPlace(place => place.Type is SpanType) is { } span ? $"({type}){span.Text}.Length" : null;

    private string? SpanCondition()
    {
        if (PickPlace(place => place.Type is SpanType) is not { } span)
            return null;
        Place[] others = [.. _scope.Where(place => place.Type is SpanType && ElementOf(place) == ElementOf(span))];
        if (ElementOf(span) is not IntegerType element)
            return $"{span.Text}.IsEmpty";
        return _random.Next(5) switch
        {
            0 => $"{span.Text}.IsEmpty",
            1 => $"{span.Text}.{Pick(["SequenceEqual", "StartsWith", "EndsWith"])}({Pick(others).Text})",
            2 => $"{span.Text}.Contains({Expression(element)})",
            _ when element.Name != "char" => $"({span.Text} is {Pick(["[]", $"[{Pattern()}, ..]", $"[{Pattern()}, .., {Pattern()}]"])})",
            _ => null,
        };
    }

    /// <summary>Where something is in a span of integers.</summary>
    private string? Search(IntegerType type)
    {
        if (PickPlace(place => place.Type is SpanType { Element: IntegerType }) is not { } span)
            return null;
        var element = (IntegerType)ElementOf(span);
        Place[] others = [.. _scope.Where(place => place.Type is SpanType && ElementOf(place) == element)];
        return $"({type}){span.Text}." + _random.Next(3) switch
        {
            0 => $"{Pick(["SequenceCompareTo", "CommonPrefixLength"])}({Pick(others).Text})",
            1 => $"IndexOfAny({Expression(element)}, {Expression(element)})",
            _ => $"{Pick(["IndexOf", "LastIndexOf", "IndexOfAnyExcept", "Count"])}({Expression(element)})",
        };
    }

    /// <summary>The number that the first bytes of a span are.</summary>
    private string? BytesAsNumber(IntegerType type)
    {
        (string number, int size) = Pick(Numbers);
        bool HasBytes(Place place) =>
            place.Type is SpanType span && span.Element == IntegerType.Byte && (span.Length >= size || Chance(FaultOdds));
        return PickPlace(HasBytes) is { } bytes
            ? $"({type})BinaryPrimitives.Read{number}{Pick(["Little", "Big"])}Endian({bytes.Text})"
            : null;
    }

    private bool NumberAsBytes(Place bytes)
    {
        (string number, int size) = Pick(Numbers);
        return IsWritable(bytes) && ElementOf(bytes) == IntegerType.Byte && LengthOf(bytes) >= size
            && Write($"BinaryPrimitives.Write{number}{Pick(["Little", "Big"])}Endian({bytes.Text}, {Number(number)});");

        string Number(string type) => $"({type}){Operand(IntegerType.Int64)}";
    }
}
