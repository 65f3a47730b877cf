namespace CsBpf.Constructs.Branches;

/// <summary>A conditional expression whose sides are converted to their common type.</summary>
[BpfObject]
public partial class TernaryOfDifferentWidths
{
    public struct Args
    {
        public byte Small;
        public long Large, Result;
        public bool Choice;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = args.Choice ? args.Small : args.Large;
        return 1;
    }
}
