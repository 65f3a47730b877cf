namespace CsBpf.Constructs.Switches;

/// <summary>Cases with conditions of their own.</summary>
[BpfObject]
public partial class SwitchWithWhen
{
    public struct Args
    {
        public int Left, Right, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        switch (args.Left & 3)
        {
            case 0 when args.Right > 0:
                args.Result = 1;
                break;
            case 0:
                args.Result = 2;
                break;
            case int n when n == (args.Right & 3):
                args.Result = n + 10;
                break;
            default:
                args.Result = 3;
                break;
        }
        return 1;
    }
}
