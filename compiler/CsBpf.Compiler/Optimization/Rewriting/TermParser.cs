using System.Globalization;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>
/// Reads the text of a term: <c>x</c>, <c>x:i32</c>, <c>-1</c>, <c>(add x (shl y c))</c>, <c>(zext.8 x)</c>, <c>(sext.n x)</c>,
/// <c>(add! x c)</c> for a value that has no other use, <c>(log2 c)</c>.
/// </summary>
internal sealed class TermParser(string text)
{
    private int _position;

    /// <summary>Reads a term.</summary>
    /// <exception cref="FormatException">The text is not one.</exception>
    public static Term Parse(string text)
    {
        var parser = new TermParser(text);
        Term term = parser.Read();
        return parser._position == text.Length ? term : throw parser.Malformed();
    }

    private Term Read()
    {
        if (_position < text.Length && text[_position] == '(')
            return ReadOperation();
        string word = Word();
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return new NumberTerm(number);
        if (word.Length == 1)
            return new VariableTerm(word[0], null);
        return word.Length > 2 && word[1] == ':' && IrSyntax.Types.TryFind(word[2..], out IrType type) ? new VariableTerm(word[0], type) : throw Malformed();
    }

    private Term ReadOperation()
    {
        _position++;
        string head = Word();
        List<Term> arguments = [];
        while (_position < text.Length && text[_position] == ' ')
        {
            _position++;
            arguments.Add(Read());
        }

        if (_position++ == text.Length)
            throw Malformed();
        if (FunctionTerm.Functions.ContainsKey(head))
            return new FunctionTerm(head, arguments.Single());
        bool isOnlyUse = head.EndsWith('!');
        string[] parts = head.TrimEnd('!').Split('.');
        if (!IrSyntax.Opcodes.TryFind(parts[0], out Opcode opcode) || opcode.Info().Arity is var arity && arity >= 0 && arity != arguments.Count)
            throw Malformed();
        return parts switch
        {
            [_] => new OperationTerm(opcode, null, '\0', isOnlyUse, [.. arguments]),
            [_, [>= 'a' and <= 'z' and var name]] => new OperationTerm(opcode, null, name, isOnlyUse, [.. arguments]),
            [_, var bits] => new OperationTerm(opcode, long.Parse(bits, CultureInfo.InvariantCulture), '\0', isOnlyUse, [.. arguments]),
            _ => throw Malformed(),
        };
    }

    private string Word()
    {
        int start = _position;
        while (_position < text.Length && text[_position] is not (' ' or '(' or ')'))
            _position++;
        return _position > start ? text[start.._position] : throw Malformed();
    }

    private FormatException Malformed() => new($"'{text}' is not a term: at {_position}.");
}
