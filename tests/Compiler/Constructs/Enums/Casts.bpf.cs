namespace CsBpf.Constructs.Enums;

/// <summary>Enums and their underlying types.</summary>
[BpfObject]
public partial class Casts
{
    public struct Args
    {
        public int Value, Result;
        public Small Small;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Small = (Small)args.Value;
        args.Result = (int)args.Small + (int)Small.Last;
        if (args.Small == Small.Second)
            args.Result = -1;
        return 1;
    }

    public enum Small : byte
    {
        First,
        Second,
        Last = 255,
    }
}
