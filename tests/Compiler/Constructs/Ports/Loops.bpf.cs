using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>Loops as the verifier tests have them: nested, with jumps, with more ways than rounds.</summary>
[BpfObject]
public partial class Loops
{
    public struct Args
    {
        public int Left, Right;
        public long Nested, While, Partial, Scatter;
        public ulong Random;
        public int Steps;
        public Cells Cells;
    }

    [InlineArray(32)]
    public struct Cells
    {
        private int _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        args.Nested = Nested(args.Left);
        args.While = WhileLoop(args.Left, args.Right);
        args.Partial = Partial(args.Right);
        args.Scatter = Scatter(args.Cells);
        (args.Random, args.Steps) = Walk((uint)args.Left);
        return 0;
    }

    private static long Nested(int reg)
    {
        long sum = 0;
        for (int j = 0; j < 30; j++)
        {
            for (int i = 0; i < j; i++)
            {
                int m;
                if ((j & 1) != 0)
                    m = reg + j;
                else
                    m = reg;
                sum += i * m;
            }
        }

        return sum;
    }

    private static long WhileLoop(int left, int right)
    {
        int i = 0;
        long total = left;
        while (true)
        {
            total += (i & 1) == 0 ? right : left;
            if (++i >= 40)
                break;
            if (total is > 100_000 and < 200_000)
                continue;
            total ^= i;
        }

        return total;
    }

    private static long Partial(int n)
    {
        long sum = 0;
        do
        {
            sum += 7 * n;
            n--;
        }
        while (n > 0 && n < 50);
        return sum;
    }

    private static long Scatter(in Cells cells)
    {
        int max = int.MinValue, index = -1;
        for (int i = 0; i < 32; i += 3)
        {
            if (cells[i] <= max)
                continue;
            (max, index) = (cells[i], i);
        }

        return index * 1000L + max;
    }

    private static (ulong, int) Walk(uint seed)
    {
        ulong x = seed | 1;
        int steps = 0;
        while (x != 1 && steps < 150)
        {
            x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
            steps++;
        }

        return (x, steps);
    }
}
