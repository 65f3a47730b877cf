using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Tables;

/// <summary>States that follow from each other by a table: the verifier reads it, too, and must not follow the automaton letter by letter.</summary>
[BpfObject]
public partial class StateMachine
{
    // "he", "she", "his", "hers"; rows are states, columns h, e, i, r, s and others.
    private static readonly byte[] Next =
    [
        1, 0, 0, 0, 3, 0,
        1, 2, 6, 0, 3, 0,
        1, 0, 0, 8, 3, 0,
        4, 0, 0, 0, 3, 0,
        1, 5, 6, 0, 3, 0,
        1, 0, 0, 8, 3, 0,
        1, 0, 0, 0, 7, 0,
        4, 0, 0, 0, 3, 0,
        1, 0, 0, 0, 9, 0,
        4, 0, 0, 0, 3, 0,
    ];

    private static readonly byte[] Words = [0, 0, 1, 0, 0, 2, 0, 1, 0, 1];

    public struct Args
    {
        public byte Length;
        public int Found, State;
        public Text Text;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> text = args.Text;
        int state = 0;
        foreach (byte letter in text[..(args.Length % 49)])
        {
            int column = "heirs"u8.IndexOf((byte)('e' + (letter & 15)));
            state = Next[(state * 6) + (column < 0 ? 5 : column)];
            args.Found += Words[state];
        }

        args.State = state;
        return 1;
    }

    [InlineArray(48)]
    public struct Text
    {
        private byte _first;
    }
}
