using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>An interpolated text while it is put together: literal text and holes.</summary>
internal sealed class FormatText
{
    private readonly List<FormatPiece> _pieces = [];

    /// <summary>What it consists of.</summary>
    public IReadOnlyList<FormatPiece> Pieces => _pieces;

    /// <summary>A text without holes.</summary>
    public static FormatText Of(string text)
    {
        var format = new FormatText();
        format.Append(text);
        return format;
    }

    /// <summary>Appends text; what follows text is one with it.</summary>
    public void Append(string text)
    {
        if (text.Length == 0)
            return;
        if (_pieces is [.., TextPiece last])
            _pieces[^1] = new TextPiece(last.Text + text);
        else
            _pieces.Add(new TextPiece(text));
    }

    /// <summary>Appends a hole.</summary>
    public void Append(FormatHole hole) => _pieces.Add(hole);
}

/// <summary>A piece of an interpolated text.</summary>
internal abstract record FormatPiece;

/// <summary>Literal text.</summary>
/// <param name="Text">The text.</param>
internal sealed record TextPiece(string Text) : FormatPiece;

/// <summary>A hole and the value that fills it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Shape">What it is in C#.</param>
/// <param name="Alignment">The least width; negative aligns to the left.</param>
/// <param name="Format">The format; empty for none.</param>
/// <param name="Location">The hole, for diagnostics.</param>
/// <param name="Display">The expression in the hole, for diagnostics.</param>
internal sealed record FormatHole(Value Value, TypeShape Shape, int Alignment, string Format, Location Location, string Display) : FormatPiece;
