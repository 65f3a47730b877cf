namespace CsBpf.Constructs.Helpers;

/// <summary>A formatted line in the trace pipe.</summary>
[BpfObject]
public partial class TracePrint
{
    public struct Args
    {
        public int Number;
        public ulong Wide;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Bpf.Print($"csbpf {args.Number} {args.Wide:x}\n");
        return 1;
    }
}
