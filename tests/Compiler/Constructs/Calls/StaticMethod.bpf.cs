namespace CsBpf.Constructs.Calls;

/// <summary>A call to a method of the class.</summary>
[BpfObject]
public partial class StaticMethod
{
    public struct Args
    {
        public int Left, Right, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = Add(args.Left, args.Right) * Add(args.Right, 1);
        return 1;
    }

    private static int Add(int left, int right) => left + right;
}
