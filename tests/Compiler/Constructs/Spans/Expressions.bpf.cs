using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Spans;

/// <summary>A text that is taken apart, token by token: loops in loops, each left as soon as it has found its end.</summary>
[BpfObject]
public partial class Expressions
{
    private enum Token : byte
    {
        End,
        Number,
        Plus,
        Minus,
        Times,
        Bad,
    }

    [InlineArray(32)]
    public struct Text
    {
        private byte _first;
    }

    public struct Args
    {
        public Text Input;
        public int Length, Error;
        public long Result;
    }

    private ref struct Lexer(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        public long Value { get; private set; }

        public Token Next()
        {
            while (_rest is [(byte)' ', .. var behind])
                _rest = behind;
            if (_rest.IsEmpty || _rest[0] == 0)
                return Token.End;
            byte first = _rest[0];
            if (first is >= (byte)'0' and <= (byte)'9')
            {
                Value = 0;
                do
                {
                    Value = checked((Value * 10) + (_rest[0] - '0'));
                    _rest = _rest[1..];
                }
                while (!_rest.IsEmpty && _rest[0] - '0' is >= 0 and <= 9);
                return Token.Number;
            }

            _rest = _rest[1..];
            return (first & 15) switch { 1 => Token.Plus, 2 => Token.Minus, 3 => Token.Times, _ => Token.Bad };
        }
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> text = args.Input;
        var lexer = new Lexer(text[..(args.Length & 31)]);
        long left = 0;
        var operation = Token.Plus;
        while (true)
        {
            Token token = lexer.Next();
            if (token == Token.Number)
            {
                left = operation switch
                {
                    Token.Plus => left + lexer.Value,
                    Token.Minus => left - lexer.Value,
                    _ => left * lexer.Value,
                };
                token = lexer.Next();
            }

            if (token == Token.End)
                break;
            if (token is not (Token.Plus or Token.Minus or Token.Times))
            {
                args.Error = (int)token;
                return 1;
            }

            operation = token;
        }

        args.Result = left;
        return 0;
    }
}
