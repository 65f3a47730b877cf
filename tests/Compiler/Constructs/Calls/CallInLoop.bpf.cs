namespace CsBpf.Constructs.Calls;

/// <summary>A call in each turn of a loop.</summary>
[BpfObject]
public partial class CallInLoop
{
    public struct Args
    {
        public uint Value;
        public int Bits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        for (int i = 0; i < 32; i++)
            args.Bits += IsSet(args.Value, i) ? 1 : 0;
        return 1;
    }

    private static bool IsSet(uint value, int bit) => (value >> bit & 1) != 0;
}
