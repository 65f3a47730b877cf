namespace CsBpf.Constructs.Enums;

/// <summary>An enum of 64 bits.</summary>
[BpfObject]
public partial class WideEnum
{
    public struct Args
    {
        public Wide Value;
        public ulong Number;
        public bool IsLarge;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.IsLarge = args.Value > Wide.Small;
        args.Number = (ulong)args.Value ^ (ulong)Wide.Large;
        args.Value++;
        return 1;
    }

    public enum Wide : ulong
    {
        Small = 1,
        Large = 0xFFFF_FFFF_0000_0000,
    }
}
