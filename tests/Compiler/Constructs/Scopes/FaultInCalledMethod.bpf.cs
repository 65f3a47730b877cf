namespace CsBpf.Constructs.Scopes;

/// <summary>A called method faults: the <c>finally</c> blocks of its callers run.</summary>
[BpfObject]
public partial class FaultInCalledMethod
{
    public struct Args
    {
        public int Left, Right;
        public long Steps, Sum;
    }

    private readonly BpfHashMap<int, int> _limits = new(maxEntries: 4);

    [Syscall(OnFault = -5)]
    public int Run(ref Args args)
    {
        _limits[5] = 7;
        try
        {
            args.Sum += Divide(args.Left, args.Right, ref args.Steps);
            args.Sum += Divide(args.Right, args.Left & 7, ref args.Steps);
            args.Sum += _limits[args.Left & 1 | 4];
        }
        finally
        {
            args.Steps = args.Steps * 10 + 3;
        }

        return (int)args.Sum;
    }

    private static int Divide(int left, int right, ref long steps)
    {
        steps = steps * 10 + 1;
        try
        {
            return Quotient(left, right);
        }
        finally
        {
            steps = steps * 10 + 2;
        }
    }

    private static int Quotient(int left, int right)
    {
        int sum = 0;
        for (int i = 0; i < 5; i++)
            sum += left / (right - i);
        return sum;
    }
}
