namespace CsBpf.Constructs.Switches;

/// <summary>A switch that is a value, with relations and constants.</summary>
[BpfObject]
public partial class SwitchExpression
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = args.Value switch
        {
            < -1000 => -2,
            < 0 => -1,
            0 => 0,
            1 or 2 or 3 => args.Value * 100,
            <= 1000 => 1,
            _ => 2,
        };
        return 1;
    }
}
