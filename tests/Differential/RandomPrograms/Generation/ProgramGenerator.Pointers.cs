namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Pointers, which stay inside of their memory, and fixed buffers.</summary>
internal sealed partial class ProgramGenerator
{
    private const string BufferType = "Buffered";
    private const string BufferGlobal = "Buffer";

    private readonly Choices<Func<bool>> _pointerSources;
    private PointerType _buffer = null!;

    private Choices<Func<bool>> PointerSourceTable() => new()
    {
        { 3, StackPointer },
        { 2, PointerToLocal },
        { 2, MovedPointer },
        { 2, CastPointer },
        { 2, Pinned },
        { 2, BufferCopy },
        { 1, SpanOfPointer },
    };

    /// <summary>A struct with a fixed buffer, and a global of it.</summary>
    private void FixedBuffer()
    {
        _buffer = new PointerType(Pick(IntegerType.All), _random.Next(1, 9), isBuffer: true);
        string elements = $"public fixed {_buffer.Element} Data[{_buffer.Length}];";
        Line($"public struct {BufferType} {{ public {Pick(IntegerType.All)} First; {elements} }}");
        Line($"public static {BufferType} {BufferGlobal};");
        _globals.Add(new Place($"{BufferGlobal}.Data", _buffer, Storage.Global, IsWritable: false));
    }

    private bool NewPointer() => _pointerSources.Pick(_random)();

    private bool NewPointer(IntegerType element, int length, string value)
    {
        string name = NewName("q");
        Line($"{element}* {name} = {value};");
        Declare(new Place(name, new PointerType(element, length), IsWritable: false));
        return true;
    }

    private bool StackPointer()
    {
        if (_isInFinally || _hasGotos)
            return false;
        IntegerType element = Pick(IntegerType.All);
        int length = _random.Next(1, 7);
        return NewPointer(element, length, Chance(3)
            ? $"stackalloc {element}[] {{ {string.Join(", ", Enumerable.Range(0, length).Select(_ => Expression(element)))} }}"
            : $"stackalloc {element}[{length}]");
    }

    /// <summary>To a variable of its own: what a lambda captures has no address.</summary>
    private bool PointerToLocal()
    {
        IntegerType type = Pick(IntegerType.All);
        string name = NewName("q");
        Line($"{type} {name} = {Expression(type)};");
        return NewPointer(type, 1, $"&{name}");
    }

    private Place? PickPointer() => PickPlace(place => place.Type is PointerType { IsBuffer: false });

    private bool MovedPointer()
    {
        if (PickPointer() is not { Type: PointerType type } pointer)
            return false;
        int by = _random.Next(type.Length);
        string moved = Chance(2) ? $"{pointer.Text} + {by}" : $"&{pointer.Text}[{by}]";
        return NewPointer(type.Element, type.Length - by, Chance(2) ? moved : $"{by} + {pointer.Text}");
    }

    private bool CastPointer()
    {
        if (PickPointer() is not { Type: PointerType type } pointer)
            return false;
        IntegerType element = Pick(IntegerType.All);
        int length = type.Length * type.Element.Size / element.Size;
        return length > 0 && NewPointer(element, length, $"({element}*){pointer.Text}");
    }

    /// <summary>A block where a span's elements have an address.</summary>
    private bool Pinned()
    {
        bool CanBePinned(Place place) => IsWritable(place) && LengthOf(place) > 0 && ElementOf(place) is IntegerType;
        if (_nesting >= MaximumNesting || PickPlace(CanBePinned) is not { } span)
            return false;
        var element = (IntegerType)ElementOf(span);
        string name = NewName("q");
        Line($"fixed ({element}* {name} = {span.Text})");
        Inner(() => Declare(new Place(name, new PointerType(element, LengthOf(span)), IsWritable: false)));
        return true;
    }

    private bool BufferCopy()
    {
        string name = NewName("q");
        Line($"{BufferType} {name} = {BufferGlobal};");
        Declare(new Place($"{name}.Data", new PointerType(_buffer.Element, _buffer.Length), IsWritable: false));
        if (Chance(2))
            PointerWrite();
        return Chance(2) || Write($"{BufferGlobal} = {name};");
    }

    private bool SpanOfPointer() => PickPointer() is { Type: PointerType type } pointer
        && NewSpan(new SpanType(type.Element, type.Length, isReadOnly: false), $"new Span<{type.Element}>({pointer.Text}, {type.Length})");

    /// <summary>An element that a pointer leads to.</summary>
    private string Pointed(Place place)
    {
        var type = (PointerType)place.Type;
        string index;
        do
            index = Index(type.Length, mayFault: false)!;
        while (index.StartsWith('^'));
        return type.IsBuffer || Chance(2) ? $"{place.Text}[{index}]" : $"*({place.Text} + ({index}))";
    }

    private bool PointerWrite()
    {
        if (PickPlace(place => place.Type is PointerType) is not { Type: PointerType type } pointer)
            return false;
        return Write(Chance(3)
            ? $"{(type.IsBuffer || !Chance(2) ? $"{pointer.Text}[0]" : $"(*{pointer.Text})")}{Pick(["++", "--"])};"
            : $"{Pointed(pointer)} {Pick(["=", "+=", "^=", "-="])} {Expression(type.Element)};");
    }

    private string? PointerRead(IntegerType type) => PickPlace(place => place.Type is PointerType) is not { } pointer ? null
        : pointer.Type is PointerType { IsBuffer: false } of && Chance(4) ? UnalignedRead(type, pointer, of)
        : $"({type})({Pointed(pointer)})";

    /// <summary>A number at any of the bytes, or how far one element is from another.</summary>
    private string UnalignedRead(IntegerType type, Place pointer, PointerType of)
    {
        IntegerType read = Pick(IntegerType.All);
        int rest = (of.Length * of.Element.Size) - read.Size;
        return rest < 0
            ? $"({type})(({pointer.Text} + {_random.Next(of.Length)}) - {pointer.Text})"
            : $"({type})(*({read}*)((byte*){pointer.Text} + {_random.Next(rest + 1)}))";
    }

    private string? PointerComparison() => PickPointer() is { Type: PointerType type } pointer
        ? $"({pointer.Text} + ({Operand(IntegerType.Byte)} % {type.Length}) {Pick(Comparisons)} "
            + $"&{pointer.Text}[{_random.Next(type.Length)}])"
        : null;
}
