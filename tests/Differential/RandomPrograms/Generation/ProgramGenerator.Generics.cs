namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Generic functions over all integers, and over structs that implement an interface with static members.</summary>
internal sealed partial class ProgramGenerator
{
    private readonly string[] _measures = ["Metre", "Modular"];

    /// <summary>An interface with static members, and two structs that have them.</summary>
    private void Measures()
    {
        Line("public interface IMeasure<TSelf> where TSelf : struct, IMeasure<TSelf>");
        Block(() =>
        {
            Line("static abstract TSelf Of(int value);");
            Line("static virtual TSelf Twice(TSelf value) => value + value;");
            Line("static abstract TSelf operator +(TSelf left, TSelf right);");
            Line("static abstract bool operator <(TSelf left, TSelf right);");
            Line("static abstract bool operator >(TSelf left, TSelf right);");
            Line("long Amount { get; }");
        });
        foreach (string name in _measures)
        {
            IntegerType type = Pick(IntegerType.All);
            Place[] operands = [new("left._value", type, IsWritable: false), new("right._value", type, IsWritable: false)];
            Line($"public readonly struct {name}({type} value) : IMeasure<{name}>");
            Block(() =>
            {
                Line($"private readonly {type} _value = value;");
                Line("public long Amount => unchecked((long)_value);");
                Line($"public static {name} Of(int value) => new(unchecked(({type})value));");
                Line($"public static {name} operator +({name} left, {name} right)");
                Body(operands, () => Line($"return new({Expression(type)});"));
                Line($"public static bool operator <({name} left, {name} right)");
                Body(operands, () => Line($"return {Expression(BoolType.Instance)};"));
                Line($"public static bool operator >({name} left, {name} right) => right < left;");
                if (Chance(2))
                    Line($"static {name} IMeasure<{name}>.Twice({name} value) => new(unchecked(({type})(value._value * 2)));");
            });
        }
    }

    private void GenericFunctions()
    {
        Line("static T Mix<T>(T x, T y, int n) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>");
        Block(() =>
        {
            Line($"T z = unchecked({Generic(0)});");
            Line($"if ({GenericCondition()}) z = unchecked({Generic(0)});");
            Line($"for (int i = 0; i < {_random.Next(1, 4)}; i++) z {Pick(["+=", "-=", "^=", "|="])} unchecked({Generic(1)});");
            Line($"return unchecked({Generic(0)} + z);");
        });
        Line("static long OfType<T>(T value, T other) where T : unmanaged, IBinaryInteger<T>");
        Block(() =>
        {
            Line($"if (typeof(T) == typeof({Pick(IntegerType.All)})) return {_random.Next(9)};");
            Line($"if (value is {Pick(IntegerType.All)} number) return unchecked((long)number {Pick(["+", "*"])} 3);");
            Line("Span<T> both = stackalloc T[2];");
            Line("both[1] = value; both[0] = default; ref T first = ref both[0];");
            Line($"first {Pick(["+=", "^=", "|="])} other;");
            Line("return unchecked(long.CreateTruncating(both[0]) * 5 + Unsafe.SizeOf<T>() + both.IndexOf(value));");
        });
        Line("static long Measure<T>(int x, int y) where T : struct, IMeasure<T>");
        Block(() =>
        {
            Line("T a = T.Of(x), b = T.Of(y);");
            string either = Pick(["T.Twice(a)", "a + b", "b + b + a"]);
            string or = Pick(["b", "T.Twice(b)", "a + T.Of(3)"]);
            Line($"T c = a {Pick(["<", ">"])} b ? {either} : {or};");
            Line("return unchecked(c.Amount * 3 + a.Amount);");
        });
    }

    /// <summary>An expression of the type parameter.</summary>
    private string Generic(int depth) => depth > 2 || Chance(4)
        ? Pick(["x", "y", "x", "y", "T.One", "T.Zero", "T.MaxValue", "T.MinValue", "T.CreateTruncating(n)"])
        : _random.Next(8) switch
        {
            0 => $"({GenericCondition()} ? {Generic(depth + 1)} : {Generic(depth + 1)})",
            1 => $"({Generic(depth + 1)} {Pick(["<<", ">>", ">>>"])} {Pick(["n", "3", "33"])})",
            2 => $"{Pick(["-", "~"])}({Generic(depth + 1)})",
            3 => $"T.{Pick(["Max", "Min"])}({Generic(depth + 1)}, {Generic(depth + 1)})",
            4 => $"({Generic(depth + 1)} {Pick(["/", "%"])} ({Generic(depth + 1)} & T.CreateTruncating(15) | T.One))",
            _ => $"({Generic(depth + 1)} {Pick(["+", "-", "*", "&", "|", "^"])} {Generic(depth + 1)})",
        };

    private string GenericCondition() => $"{Generic(2)} {Pick(Comparisons)} {Generic(2)}";

    private string? NarrowedByType(IntegerType type) => _tables.Count == 0
        ? null
        : Pick(IntegerType.All) is var of ? $"({type})OfType<{of}>({Expression(of)}, {Expression(of)})" : null;

    /// <summary>Not in the members of types: what the functions call must not call them.</summary>
    private string? GenericCall(IntegerType type) => _tables.Count == 0 ? null : Chance(2)
        ? $"Mix<{type}>({Expression(type)}, {Expression(type)}, {Expression(IntegerType.Int32)})"
        : $"({type})Measure<{Pick(_measures)}>({Expression(IntegerType.Int32)}, {Expression(IntegerType.Int32)})";
}
