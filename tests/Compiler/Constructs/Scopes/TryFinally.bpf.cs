namespace CsBpf.Constructs.Scopes;

/// <summary>What a <c>finally</c> does on every way out: at the end, by a return, and by a fault.</summary>
[BpfObject]
public partial class TryFinally
{
    public struct Args
    {
        public int Left, Right, Steps, Result;
    }

    [Syscall(OnFault = -5)]
    public static int Run(ref Args args)
    {
        args.Steps = 1;
        try
        {
            if (args.Left > 100)
                return args.Steps + args.Left;
            args.Result = args.Left / args.Right;
            args.Steps = args.Steps * 10 + 2;
        }
        finally
        {
            args.Steps = args.Steps * 10 + 3;
        }

        args.Steps = args.Steps * 10 + 4;
        return args.Steps;
    }
}
