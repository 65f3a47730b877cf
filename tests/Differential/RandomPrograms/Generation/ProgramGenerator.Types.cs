using System.Globalization;

namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>The types of a class: enums, structs of each kind, inline arrays.</summary>
internal sealed partial class ProgramGenerator
{
    // A frame has 512 bytes.
    private const int LongestOfStructs = 3;

    private readonly List<EnumType> _enums = [];
    private readonly List<StructType> _structs = [];
    private readonly List<ArrayType> _arrays = [];
    private readonly List<TupleType> _tuples = [];
    private readonly List<NullableType> _nullables = [];

    /// <summary>A type that a local, a parameter or a result may have.</summary>
    private CsType AnyType() => _random.Next(24) switch
    {
        0 or 1 or 2 => BoolType.Instance,
        3 or 4 or 5 => Pick(_structs),
        6 => Pick(_enums),
        7 => Pick(_tuples),
        8 or 9 => Pick(_nullables),
        10 => Pick(_arrays),
        _ => Pick(IntegerType.Locals),
    };

    /// <summary>A type that user space may share: one that the CLR lays out as it is written.</summary>
    private CsType SharedType() => AnyType() is var type && type is TupleType or NullableType or IntegerType ? Pick(IntegerType.All) : type;

    private CsType IntegerOrBool() => Chance(5) ? BoolType.Instance : Pick(IntegerType.All);

    private void Types()
    {
        _nullables.AddRange([new(IntegerType.Int32), new(Pick(IntegerType.All))]);
        Enum("Kind");
        Enum("Flag");
        InlineArray("Numbers", Pick(IntegerType.All));
        PlainStruct("Plain");
        Record("Point", "readonly record struct");
        Record("Named", "record struct");
        Union("Union");
        GenericStruct();
        PlainStruct("Nest");
        InlineArray("Plains", _structs[0]);
        Key();
        ScopeStruct();
        Measures();
        _tuples.Add(new(IntegerType.Int32, Pick(IntegerType.All)));
        _tuples.Add(new(BoolType.Instance, Pick(_structs)));
        _tuples.Add(new(Pick(IntegerType.All), Pick(_enums), IntegerType.Int64));
        _nullables.AddRange([new(Pick(_structs)), new(Pick(_enums))]);
    }

    private void Enum(string name)
    {
        IntegerType underlying = Pick([.. IntegerType.All.Where(type => type.CanUnderlieEnum)]);
        string[] members = [.. Enumerable.Range(0, _random.Next(2, 5)).Select(i => $"{name[0]}{i}")];
        var declarations = members.Select((member, i) => $"{member} = {(i * _random.Next(1, 30)) + i}");
        Line($"public enum {name} : {underlying} {{ {string.Join(", ", declarations)} }}");
        _enums.Add(new EnumType(name, underlying, members));
    }

    private void InlineArray(string name, CsType element)
    {
        int length = _random.Next(2, 10);
        length = element is StructType ? Math.Min(length, LongestOfStructs) : length;
        Line($"[InlineArray({length})] public struct {name} {{ private {element} _first; }}");
        _arrays.Add(new ArrayType(name, element, length));
    }

    private CsType MemberType() => _random.Next(8) switch
    {
        0 => BoolType.Instance,
        1 => Pick(_enums),
        2 when _structs.Count > 0 => Pick(_structs),
        3 when _arrays[0] is { Length: < 6 } => _arrays[0],
        _ => Pick(IntegerType.All),
    };

    private List<Member> NewMembers(bool isWritable = true) =>
        [.. Enumerable.Range(0, _random.Next(2, 5)).Select(i => new Member(((char)('A' + i)).ToString(), MemberType(), isWritable))];

    /// <summary>Fields, a method that changes them, one that doesn't, an operator.</summary>
    private void PlainStruct(string name)
    {
        var type = new StructType(name, NewMembers()) { HasOperators = true, Method = "Change" };
        Line($"public struct {name}");
        Block(() =>
        {
            foreach (Member member in type.Members)
                Line($"public {member.Type} {member.Name};");
            Line("public int Change(int x)");
            Body([.. type.Members.Select(member => new Place(member.Name, member.Type)), new Place("x", IntegerType.Int32)], () =>
            {
                Assignment();
                Assignment();
                Line($"return {Expression(IntegerType.Int32)};");
            });
            Operators(type);
            ComputedMembers(type);
        });
        _structs.Add(type);
    }

    /// <summary>A struct that is a key: of no padding, which on the CLR holds what was there before.</summary>
    private void Key()
    {
        IntegerType type = Pick(IntegerType.All);
        Line($"public record struct Key {{ public {type} A, B; }}");
        _structs.Add(new StructType("Key", [new("A", type), new("B", type)]) { IsRecord = true });
    }

    /// <summary>Its members are properties: <c>with</c> changes them.</summary>
    private void Record(string name, string keyword)
    {
        var type = new StructType(name, NewMembers(isWritable: false), hasConstructor: true) { HasOperators = true, IsRecord = true };
        Line($"public {keyword} {name}({string.Join(", ", type.Members.Select(member => $"{member.Type} {member.Name}"))})");
        Block(() => Operators(type));
        _structs.Add(type);
    }

    /// <summary>They compute some of the members from their operands, and leave the rest of the left one.</summary>
    private void Operators(StructType type)
    {
        Member[] changed = [.. type.Members.Where(_ => Chance(2))];
        Line($"public static {type} operator +({type} left, {type} right)");
        Body([new Place("left", type), new Place("right", type)], () => Line($"return left with {Initializer(changed)};"));
        Line($"public static {type} operator -({type} value)");
        Body([new Place("value", type)], () => Line($"return value with {Initializer(changed)};"));
    }

    private string Initializer(IEnumerable<Member> members) =>
        $"{{ {string.Join(", ", members.Select(member => $"{member.Name} = {Expression(member.Type)}"))} }}";

    /// <summary>Integers that lie over each other.</summary>
    private void Union(string name)
    {
        Member[] members =
            [new("Whole", IntegerType.UInt64), .. Enumerable.Range(0, 3).Select(i => new Member($"P{i}", Pick(IntegerType.All)))];
        Line($"[StructLayout(LayoutKind.Explicit)] public struct {name}");
        Block(() =>
        {
            foreach (Member member in members)
                Line($"[FieldOffset({(member.Name == "Whole" ? 0 : OffsetOf(member.Type))})] public {member.Type} {member.Name};");
        });
        _structs.Add(new StructType(name, members));

        int OffsetOf(CsType type) => type.Name switch
        {
            "long" or "ulong" => 0,
            "int" or "uint" => 4 * _random.Next(2),
            "short" or "ushort" or "char" => 2 * _random.Next(4),
            _ => _random.Next(8),
        };
    }

    private void GenericStruct()
    {
        Line("public struct Pair<T, U>(T first, U second)");
        Block(() =>
        {
            Line("public T First = first;");
            Line("public U Second = second;");
            Line("public readonly Pair<U, T> Swapped => new(Second, First);");
            Line("public void Deconstruct(out T first, out U second) { first = First; second = Second; }");
        });
        (CsType first, CsType second) = (Pick(IntegerType.All), Pick<CsType>([.. IntegerType.All, .. _structs]));
        foreach ((CsType left, CsType right) in new[] { (first, second), (second, first) })
            _structs.Add(new StructType($"Pair<{left}, {right}>", [new("First", left), new("Second", right)], hasConstructor: true));
    }

    private string Number() => Chance(2)
        ? Pick(Interesting)
        : _random.Next(-100, 300).ToString(CultureInfo.InvariantCulture);
}
