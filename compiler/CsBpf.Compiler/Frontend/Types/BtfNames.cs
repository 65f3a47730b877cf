using System.Text;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>C# names as the kernel takes them: a name in BTF is an identifier of C.</summary>
internal static class BtfNames
{
    // KSYM_NAME_LEN without the zero byte, with room for a suffix.
    private const int MaxLength = 120;

    /// <summary>A type as a word of a name.</summary>
    public static string Word(ITypeSymbol type) => Identifier(type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)).Trim('_');

    /// <summary>The identifier for a C# name: other characters become <c>_</c>, those outside of ASCII their code.</summary>
    public static string Identifier(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (rune.IsAscii)
                text.Append(Rune.IsLetterOrDigit(rune) ? (char)rune.Value : '_');
            else
                text.Append($"u{rune.Value:x4}");
        }

        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
            text.Insert(0, '_');
        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength);
    }
}
