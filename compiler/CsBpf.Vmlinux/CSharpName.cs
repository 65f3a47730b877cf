using System.Buffers;
using System.Collections.Frozen;

namespace CsBpf.Vmlinux;

/// <summary>Names of C in C#.</summary>
internal static class CSharpName
{
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The words that need an <c>@</c>; those that are keywords in some places only are no names of types either.</summary>
    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(StringComparer.Ordinal, [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
        "allows", "async", "await", "dynamic", "extension", "file", "nint", "notnull", "nuint", "partial", "record", "required",
        "scoped", "unmanaged", "var", "where", "yield"]);

    /// <summary>Whether a name of the kernel can be one in C#: those of Rust types, for instance, can't.</summary>
    public static bool IsValid(string name) =>
        name.Length != 0 && !char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>The name as it is written in C#.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;
}
