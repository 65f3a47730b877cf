using System.Text;
using CsBpf.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Frontend;

/// <summary>What a call to the kernel's printf is given.</summary>
/// <param name="Text">The text where there are no arguments.</param>
/// <param name="Format">The format.</param>
/// <param name="Arguments">Its arguments: holes, and characters (as numbers) that can't stand in the format.</param>
internal sealed record FormatSegment(string Text, string Format, IReadOnlyList<FormatArgument> Arguments);

/// <summary>An argument: a hole, or a character.</summary>
internal readonly record struct FormatArgument(FormatHole? Hole, char Character);

/// <summary>
/// Makes formats of a text within what the kernel takes: printable ASCII, a limited number of arguments, nothing but space or punctuation
/// after a string. Where the output may be written in parts, what one call can't say the next does.
/// </summary>
/// <param name="sink">Takes what can't be said.</param>
/// <param name="location">The text, for diagnostics.</param>
/// <param name="maxArguments">The most arguments of a call.</param>
/// <param name="canSplit">True where the output may be written in parts.</param>
internal sealed class FormatPlan(DiagnosticSink sink, Location location, int maxArguments, bool canSplit)
{
    private readonly List<FormatSegment> _segments = [];
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _format = new();
    private List<FormatArgument> _arguments = [];
    private FormatHole? _textHole;

    /// <summary>The calls that write a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCharacter">Tells the holes that are a single character.</param>
    public IReadOnlyList<FormatSegment> Make(FormatText text, Func<FormatHole, bool> isCharacter)
    {
        int holes = text.Pieces.Count(piece => piece is FormatHole);
        if (!canSplit && holes > maxArguments)
        {
            sink.Report(FormatDiagnostics.TooManyHoles, location, holes, maxArguments);
            return [];
        }

        foreach (FormatPiece piece in text.Pieces)
        {
            if (piece is TextPiece literal)
                AppendText(literal.Text);
            else if (piece is FormatHole hole && FormatSpecifier.Find(hole, isCharacter(hole), sink) is { } specifier)
                AppendHole(hole, specifier);
        }

        Flush();
        return _segments;
    }

    private void AppendText(string text)
    {
        int refused = text.AsSpan().IndexOfAnyExcept(Allowed);
        if (refused >= 0)
        {
            if (canSplit)
            {
                Flush();
                _segments.Add(new FormatSegment(text, "", []));
            }
            else
            {
                sink.Report(FormatDiagnostics.Character, location, SymbolDisplay.FormatLiteral(text[refused], quote: false));
            }

            return;
        }

        foreach (char character in text)
            AppendCharacter(character);
    }

    private void AppendCharacter(char character)
    {
        if (_textHole is not null && char.IsAsciiLetterOrDigit(character) && !Separate(_textHole, character))
            return;
        _textHole = null;
        _text.Append(character);
        _format.Append(character);
        if (character == '%')
            _format.Append(character);
    }

    // Puts something between a string and a letter; false where the letter was written with that.
    private bool Separate(FormatHole hole, char character)
    {
        _textHole = null;
        if (_arguments.Count < maxArguments)
        {
            _format.Append("%c");
            _arguments.Add(new FormatArgument(null, character));
            return false;
        }

        if (canSplit)
            Flush();
        else
            sink.Report(FormatDiagnostics.TextAfterString, hole.Location, hole.Display);
        return true;
    }

    private void AppendHole(FormatHole hole, FormatSpecifier specifier)
    {
        if (_arguments.Count == maxArguments && canSplit)
            Flush();
        AppendText(specifier.Before);
        _format.Append(specifier.Specifier);
        _arguments.Add(new FormatArgument(hole, '\0'));
        _textHole = specifier.IsText ? hole : null;
        AppendText(specifier.After);
    }

    private void Flush()
    {
        if (_format.Length > 0)
            _segments.Add(new FormatSegment(_text.ToString(), _format.ToString(), _arguments));
        _text.Clear();
        _format.Clear();
        _arguments = [];
        _textHole = null;
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create([.. "\t\n\v\f\r", .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);
}
