namespace CsBpf.Constructs.Scopes;

/// <summary>Inner before outer, with a fault in a <c>finally</c>, and one that has a <c>try</c> of its own.</summary>
[BpfObject]
public partial class NestedFinally
{
    public struct Args
    {
        public int Left, Right;
        public long Steps;
    }

    [Syscall(OnFault = -5)]
    public static int Run(ref Args args)
    {
        try
        {
            try
            {
                args.Steps = 1;
                if (args.Left % args.Right == 3)
                    return 3;
                args.Steps = args.Steps * 10 + 2;
            }
            finally
            {
                try
                {
                    args.Steps = args.Steps * 10 + 100 / (args.Left & 3);
                }
                finally
                {
                    args.Steps = args.Steps * 10 + 4;
                }

                args.Steps = args.Steps * 10 + 5;
            }

            args.Steps = args.Steps * 10 + 6;
        }
        finally
        {
            args.Steps = args.Steps * 10 + 7;
        }

        return 1;
    }
}
