namespace CsBpf.Constructs.Scopes;

/// <summary>A callback faults in a protected region: its own <c>finally</c> runs, and that of the method that has it called.</summary>
[BpfObject]
public partial class FaultInCallback
{
    public struct Args
    {
        public int Left, Right, Sum, Ends;
    }

    [Syscall(OnFault = -5)]
    public static int Run(ref Args args)
    {
        int left = args.Left, right = args.Right & 15, sum = 0, ends = 0;
        try
        {
            Bpf.Loop(10, i =>
            {
                try
                {
                    sum += left / (right - (int)i);
                }
                finally
                {
                    ends++;
                }
            });
        }
        finally
        {
            args.Sum = sum;
            args.Ends = ends + 100;
        }

        return 1;
    }
}
