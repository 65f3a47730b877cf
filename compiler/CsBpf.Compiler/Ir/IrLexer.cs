using System.Globalization;
using System.Text;

namespace CsBpf.Compiler.Ir;

/// <summary>What a token of the text form is.</summary>
internal enum IrTokenKind
{
    /// <summary>A name, a keyword, an operation: letters, digits, <c>_</c>, <c>.</c>, <c>$</c>.</summary>
    Word,

    /// <summary>A whole number in decimal.</summary>
    Number,

    /// <summary>A text in quotes; the token's text is what they quote.</summary>
    Quoted,

    /// <summary>One character of punctuation.</summary>
    Symbol,

    /// <summary>The end of a line that has tokens.</summary>
    Newline,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>A token of the text form and its place.</summary>
internal readonly record struct IrToken(IrTokenKind Kind, string Text, int Line, int Column)
{
    public IrFormatException Error(string problem) => new(problem, Line, Column);
}

/// <summary>Cuts the text form into tokens.</summary>
internal sealed class IrLexer(string text)
{
    private readonly List<IrToken> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineStart;

    private char Current => _position < text.Length ? text[_position] : '\0';

    /// <summary>The tokens of a text, the last of them <see cref="IrTokenKind.End"/>.</summary>
    /// <exception cref="IrFormatException">A quoted text has no end, or an escape that there is not.</exception>
    public static List<IrToken> Tokenize(string text)
    {
        var lexer = new IrLexer(text);
        while (lexer._position < text.Length)
            lexer.Next();
        lexer.EndLine();
        lexer.Add(IrTokenKind.End, "end of text", lexer._position);
        return lexer._tokens;
    }

    private void Next()
    {
        int start = _position;
        char first = text[_position++];
        if (first == '\n')
        {
            EndLine();
            _line++;
            _lineStart = _position;
        }
        else if (first == ';')
        {
            while (_position < text.Length && Current != '\n')
                _position++;
        }
        else if (first == '"')
        {
            Quoted(start);
        }
        else if (char.IsAsciiDigit(first) || (first == '-' && char.IsAsciiDigit(Current)))
        {
            while (char.IsAsciiDigit(Current))
                _position++;
            Add(IrTokenKind.Number, text[start.._position], start);
        }
        else if (IrSyntax.IsWordCharacter(first))
        {
            while (IrSyntax.IsWordCharacter(Current))
                _position++;
            Add(IrTokenKind.Word, text[start.._position], start);
        }
        else if (!char.IsWhiteSpace(first))
        {
            Add(IrTokenKind.Symbol, first.ToString(), start);
        }
    }

    private void Quoted(int start)
    {
        var quoted = new StringBuilder();
        while (Current != '"')
        {
            if (_position >= text.Length || Current == '\n')
                throw Error("the quoted text has no end", start);
            if (Current == '\\')
                quoted.Append(Escape());
            else
                quoted.Append(text[_position++]);
        }

        _position++;
        Add(IrTokenKind.Quoted, quoted.ToString(), start);
    }

    private char Escape()
    {
        ReadOnlySpan<char> rest = text.AsSpan(_position + 1);
        if (rest is ['"' or '\\', ..])
        {
            _position += 2;
            return rest[0];
        }

        if (rest is ['x', _, _, ..] && byte.TryParse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
        {
            _position += 4;
            return (char)code;
        }

        throw Error("there is no such escape", _position);
    }

    private void EndLine()
    {
        if (_tokens.Count > 0 && _tokens[^1].Kind != IrTokenKind.Newline)
            Add(IrTokenKind.Newline, "end of line", _position);
    }

    private void Add(IrTokenKind kind, string tokenText, int start) => _tokens.Add(new(kind, tokenText, _line, start - _lineStart + 1));

    private IrFormatException Error(string problem, int position) => new(problem, _line, position - _lineStart + 1);
}
