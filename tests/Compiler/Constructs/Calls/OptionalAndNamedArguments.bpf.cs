namespace CsBpf.Constructs.Calls;

/// <summary>Arguments that are left out, or given by name.</summary>
[BpfObject]
public partial class OptionalAndNamedArguments
{
    public struct Args
    {
        public int Left, Right, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = Weigh(args.Left) + Weigh(right: args.Right, left: 2);
        return 1;
    }

    private static int Weigh(int left, int right = 10) => left * 3 - right;
}
