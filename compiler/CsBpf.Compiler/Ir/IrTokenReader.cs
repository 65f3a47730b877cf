using System.Globalization;

namespace CsBpf.Compiler.Ir;

/// <summary>Takes tokens one after the other, each as what it has to be.</summary>
internal sealed class IrTokenReader(List<IrToken> tokens)
{
    /// <summary>The index of the next token.</summary>
    public int Position { get; set; }

    public IrToken Current => tokens[Position];

    public bool IsAtEnd => Current.Kind == IrTokenKind.End;

    public bool Is(string text) => Current.Text == text && Current.Kind is IrTokenKind.Word or IrTokenKind.Symbol;

    /// <summary>Takes the next token if it is this one.</summary>
    public bool Take(string text)
    {
        if (!Is(text))
            return false;
        Position++;
        return true;
    }

    public void Expect(string text)
    {
        if (!Take(text))
            throw Expected($"'{text}'");
    }

    public void ExpectEndOfLine()
    {
        if (Current.Kind != IrTokenKind.Newline)
            throw Expected("the end of the line");
        Position++;
    }

    public string Word(string what) => Take(IrTokenKind.Word, what);

    public string Quoted(string what) => Take(IrTokenKind.Quoted, what);

    /// <summary>A word or a quoted text.</summary>
    public string Name(string what) => Current.Kind == IrTokenKind.Quoted ? Quoted(what) : Word(what);

    public long Number(string what)
    {
        if (Current.Kind != IrTokenKind.Number || !long.TryParse(Current.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            throw Expected(what);
        Position++;
        return number;
    }

    public int SmallNumber(string what) =>
        Current.Kind == IrTokenKind.Number && int.TryParse(Current.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? (int)Number(what)
            : throw Expected(what);

    /// <summary>The number in a word such as <c>v12</c>.</summary>
    public int Numbered(char prefix, string what)
    {
        if (!TryNumbered(prefix, out int number))
            throw Expected(what);
        Position++;
        return number;
    }

    public bool TryNumbered(char prefix, out int number)
    {
        number = 0;
        return Current.Kind == IrTokenKind.Word && Current.Text[0] == prefix
            && int.TryParse(Current.Text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number < IrParser.MaximumNumber;
    }

    /// <summary>The number of a BTF type, <c>#12</c>.</summary>
    public uint TypeNumber()
    {
        Expect("#");
        return (uint)SmallNumber("the number of a type");
    }

    /// <summary>A word of a table.</summary>
    public T Find<T>(WordTable<T> table, string what)
        where T : notnull
    {
        if (Current.Kind != IrTokenKind.Word || !table.TryFind(Current.Text, out T thing))
            throw Expected(what);
        Position++;
        return thing;
    }

    public IrFormatException Expected(string what) => Current.Error($"expected {what}, found '{Current.Text}'");

    private string Take(IrTokenKind kind, string what)
    {
        if (Current.Kind != kind)
            throw Expected(what);
        return tokens[Position++].Text;
    }
}
