namespace CsBpf.Constructs.Bools;

/// <summary>A condition that is kept and used later.</summary>
[BpfObject]
public partial class StoredConditions
{
    public struct Args
    {
        public int Left, Right, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        bool less = args.Left < args.Right;
        bool positive = args.Left > 0;
        less |= args.Right == 7;
        if (less != positive)
            args.Result = 1;
        if (less && positive)
            args.Result += 2;
        return less ? 1 : 2;
    }
}
