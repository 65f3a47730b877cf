namespace CsBpf.Constructs.Switches;

/// <summary>Cases that are members of an enum.</summary>
[BpfObject]
public partial class SwitchOnEnum
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        switch ((Level)(args.Value & 3))
        {
            case Level.Low:
                args.Result = 1;
                break;
            case Level.Middle:
                args.Result = 2;
                break;
            case Level.High:
                args.Result = 3;
                break;
        }
        return 1;
    }

    public enum Level
    {
        Low,
        Middle = 2,
        High,
    }
}
