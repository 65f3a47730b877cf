namespace CsBpf.Constructs.Switches;

/// <summary>Cases that follow each other.</summary>
[BpfObject]
public partial class SwitchDense
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        switch (args.Value & 7)
        {
            case 0:
                args.Result = 10;
                break;
            case 1:
                args.Result = 21;
                break;
            case 2:
            case 3:
                args.Result = 32;
                break;
            case 4:
                return 5;
            default:
                args.Result = -1;
                break;
        }
        return 1;
    }
}
