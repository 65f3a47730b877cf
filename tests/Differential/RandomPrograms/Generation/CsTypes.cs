namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>A type of C# that random programs compute with.</summary>
/// <param name="name">As C# writes it.</param>
internal abstract class CsType(string name)
{
    /// <summary>As C# writes it.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>An integer type.</summary>
internal sealed class IntegerType : CsType
{
    public static readonly IntegerType Int32 = new("int");
    public static readonly IntegerType UInt32 = new("uint");
    public static readonly IntegerType Int64 = new("long");
    public static readonly IntegerType UInt64 = new("ulong");
    public static readonly IntegerType Byte = new("byte");

    /// <summary>The types that C# computes in.</summary>
    public static readonly IntegerType[] Computed = [Int32, UInt32, Int64, UInt64];

    /// <summary>All of them, but for those of the machine's width, which the context can't have.</summary>
    public static readonly IntegerType[] All = [new("sbyte"), Byte, new("short"), new("ushort"), .. Computed, new("char")];

    /// <summary>All of them.</summary>
    public static readonly IntegerType[] Locals = [.. All, new("nint"), new("nuint")];

    private IntegerType(string name)
        : base(name)
    {
    }

    /// <summary>The size in bytes.</summary>
    public int Size => Name switch
    {
        "sbyte" or "byte" => 1,
        "short" or "ushort" or "char" => 2,
        "int" or "uint" => 4,
        _ => 8,
    };

    /// <summary>True for what can be the underlying type of an enum.</summary>
    public bool CanUnderlieEnum => Name != "char";
}

/// <summary>The type of conditions.</summary>
internal sealed class BoolType() : CsType("bool")
{
    public static readonly BoolType Instance = new();
}

/// <summary>An enum.</summary>
internal sealed class EnumType(string name, IntegerType underlying, IReadOnlyList<string> members) : CsType(name)
{
    public IntegerType Underlying => underlying;

    public IReadOnlyList<string> Members => members;
}

/// <summary>A member of a struct, field or property.</summary>
internal readonly record struct Member(string Name, CsType Type, bool IsWritable = true);

/// <summary>A struct.</summary>
internal sealed class StructType(string name, IReadOnlyList<Member> members, bool hasConstructor = false) : CsType(name)
{
    public IReadOnlyList<Member> Members => members;

    /// <summary>True where the constructor takes all members in a row, and where they can be taken apart the same way.</summary>
    public bool HasConstructor => hasConstructor;

    /// <summary>True for structs that <c>==</c> compares.</summary>
    public bool IsRecord { get; init; }

    /// <summary>True for structs that <c>+</c> and unary <c>-</c> can be applied to.</summary>
    public bool HasOperators { get; init; }

    /// <summary>The name of the instance method that takes an int and gives one; null where there is none.</summary>
    public string? Method { get; init; }
}

/// <summary>An <c>[InlineArray]</c>.</summary>
internal sealed class ArrayType(string name, CsType element, int length) : CsType(name)
{
    public CsType Element => element;

    public int Length => length;
}

/// <summary>A span, of which so many elements are certainly there.</summary>
internal sealed class SpanType(CsType element, int length, bool isReadOnly) : CsType($"{(isReadOnly ? "ReadOnlySpan" : "Span")}<{element}>")
{
    public CsType Element => element;

    public int Length => length;

    public bool IsReadOnly => isReadOnly;
}

/// <summary>A <c>static readonly</c> array of constants.</summary>
internal sealed class TableType(IntegerType element, int length) : CsType($"{element}[]")
{
    public IntegerType Element => element;

    public int Length => length;
}

/// <summary>A pointer to elements that are certainly there: beside them the CLR would write as well.</summary>
/// <param name="element">What it points to.</param>
/// <param name="length">How many there are.</param>
/// <param name="isBuffer">True for the name of a fixed buffer that may move, which is no pointer.</param>
internal sealed class PointerType(IntegerType element, int length, bool isBuffer = false) : CsType($"{element}*")
{
    public IntegerType Element => element;

    public int Length => length;

    public bool IsBuffer => isBuffer;
}

/// <summary>A tuple.</summary>
internal sealed class TupleType(params CsType[] elements) : CsType($"({string.Join(", ", elements.Select(element => element.Name))})")
{
    public IReadOnlyList<CsType> Elements => elements;
}

/// <summary>A <c>T?</c>.</summary>
internal sealed class NullableType(CsType underlying) : CsType($"{underlying}?")
{
    public CsType Underlying => underlying;
}
