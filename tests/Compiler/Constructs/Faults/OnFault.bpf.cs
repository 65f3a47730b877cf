namespace CsBpf.Constructs.Faults;

/// <summary>The value that a program returns when it faults is the attribute's.</summary>
[BpfObject]
public partial class OnFault
{
    public struct Args
    {
        public int Left, Right;
    }

    [Syscall(OnFault = -22)]
    public static int Run(ref Args args)
    {
        return 1 + args.Left % args.Right % 10;
    }
}
