using System;

namespace CsBpf.Constructs.Spans;

/// <summary>A text that is taken apart, token by token: loops in loops, each left as soon as it has found its end.</summary>
[BpfObject]
public partial class Expressions
{
    private enum Token : byte { End, Number, Plus, Minus, Times, Open, Close, Bad }
    [System.Runtime.CompilerServices.InlineArray(32)]
    public struct Text
    {
        private byte _first;
    }

    public struct Args { public Text Input; public int Length; public long Result; public int Error; }
    private ref struct Lexer(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;
        public long Value { get; private set; }
        public Token Next()
        {
            while (_rest is [(byte)' ', .. var r]) _rest = r;
            if (_rest.IsEmpty || _rest[0] == 0) return Token.End;
            byte c = _rest[0];
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                Value = 0;
                do { Value = checked(Value * 10 + (_rest[0] - '0')); _rest = _rest[1..]; }
                while (!_rest.IsEmpty && _rest[0] - '0' is >= 0 and <= 9);
                return Token.Number;
            }
            _rest = _rest[1..];
            return (char)c switch { '+' => Token.Plus, '-' => Token.Minus, '*' => Token.Times, '(' => Token.Open, ')' => Token.Close, _ => Token.Bad };
        }
    }
    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> text = args.Input;
        var lexer = new Lexer(text[..(args.Length & 31)]);
        long left = 0; var op = Token.Plus; 
        for (;;)
        {
            Token t = lexer.Next();
            if (t == Token.Number)
            {
                left = op switch { Token.Plus => left + lexer.Value, Token.Minus => left - lexer.Value, Token.Times => left * lexer.Value, _ => left };
                t = lexer.Next();
            }
            if (t == Token.End) break;
            if (t is not (Token.Plus or Token.Minus or Token.Times)) { args.Error = (int)t; return 1; }
            op = t;
        }
        args.Result = left;
        return 0;
    }
}
