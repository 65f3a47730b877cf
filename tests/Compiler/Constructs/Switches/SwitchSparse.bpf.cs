namespace CsBpf.Constructs.Switches;

/// <summary>Cases far apart, in a wide type.</summary>
[BpfObject]
public partial class SwitchSparse
{
    public struct Args
    {
        public long Value;
        public int Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        switch (args.Value)
        {
            case long.MinValue:
                args.Result = 1;
                break;
            case -1:
                args.Result = 2;
                break;
            case 1:
                args.Result = 3;
                break;
            case 0x1_0000_0000:
                args.Result = 4;
                break;
            case long.MaxValue:
                args.Result = 5;
                break;
        }
        return 1;
    }
}
