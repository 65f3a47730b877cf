namespace CsBpf.Constructs.Branches;

/// <summary><c>&amp;&amp;</c>, <c>||</c> and <c>!</c> in one condition.</summary>
[BpfObject]
public partial class MixedConditions
{
    public struct Args
    {
        public int A, B, C, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        if ((args.A > 0 && args.B > 0) || !(args.C > 0 || args.A == args.B))
            args.Result = 1;
        else
            args.Result = 2;
        return 1;
    }
}
