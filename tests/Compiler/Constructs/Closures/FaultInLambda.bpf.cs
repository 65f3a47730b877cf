using System;

namespace CsBpf.Constructs.Closures;

/// <summary>A fault in a lambda or local function is one of the program.</summary>
[BpfObject]
public partial class FaultInLambda
{
    public struct Args
    {
        public int Dividend, Divisor, Index, Result;
    }

    [System.Runtime.CompilerServices.InlineArray(4)]
    public struct Four
    {
        private int _first;
    }

    [Syscall(OnFault = -9)]
    public static int Run(ref Args args)
    {
        int divisor = args.Divisor;
        Four four = default;
        Set(0, 3);
        Set(args.Index & 7, 5);
        args.Result = four[1] + four[0];
        args.Result += Apply(args.Dividend, n => n / divisor);
        return four[2];

        void Set(int index, int value) => four[index] = value;
    }

    private static int Apply(int number, Func<int, int> function)
    {
        int result = 0;
        for (int i = 0; i < 3; i++)
            result += function(number + i);
        return result;
    }
}
