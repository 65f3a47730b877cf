namespace CsBpf.Constructs.Switches;

/// <summary>A case that goes on in another one.</summary>
[BpfObject]
public partial class SwitchWithGotoCase
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        switch (args.Value & 3)
        {
            case 0:
                args.Result += 1;
                goto case 2;
            case 1:
                args.Result += 10;
                goto default;
            case 2:
                args.Result += 100;
                break;
            default:
                args.Result += 1000;
                break;
        }
        return 1;
    }
}
