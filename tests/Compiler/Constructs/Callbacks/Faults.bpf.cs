namespace CsBpf.Constructs.Callbacks;

/// <summary>A fault in a callback, in one inside of it, and in what it calls, is a fault of the program.</summary>
[BpfObject]
public partial class Faults
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
        int dividend = args.Dividend;
        int index = args.Index & 7;
        Four four = default;
        Bpf.Loop(5, i => four[index] += dividend / (divisor - (int)i));
        args.Result = four[1] + four[3];
        Bpf.Loop(2, i =>
        {
            Bpf.Loop(3, j =>
            {
                if (dividend == (int)(i + j))
                    throw new System.InvalidOperationException();
                dividend++;
                return j != 1;
            });
            dividend--;
        });
        args.Result += dividend;
        return 1;
    }
}
