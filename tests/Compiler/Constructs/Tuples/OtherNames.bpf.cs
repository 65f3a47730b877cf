using System;

namespace CsBpf.Constructs.Tuples;

/// <summary>Tuples whose elements have other names, or none, are of the same type: alone, in spans and as type arguments.</summary>
[BpfObject]
public partial class OtherNames
{
    public struct Args
    {
        public byte Node;
        public short Depth;
        public int Sum;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        Span<(byte Node, short Depth)> stack = stackalloc (byte, short)[4];
        int top = 0;
        stack[top++] = (args.Node, args.Depth);
        stack[top++] = new(1, 2);
        while (top > 0)
        {
            (byte At, short Level) step = stack[--top];
            args.Sum += step.At + step.Level + Weight((step.Level, step.At));
            if (step.At % 5 == 4)
                stack[top++] = ((byte)(step.At / 2), (short)(step.Level + 1));
        }

        (int, int)? pair = Find(stack);
        return pair is var (first, second) ? first - second : 0;
    }

    private static int Weight((short First, byte Second) pair) => pair.First * pair.Item2;

    private static (int Left, int Right)? Find(ReadOnlySpan<(byte Key, short Value)> pairs) =>
        pairs[0].Key > 100 ? (pairs[0].Value, pairs[1].Key) : null;
}
