namespace CsBpf.Constructs.Calls;

/// <summary>A method that is worth a call of its own.</summary>
[BpfObject]
public partial class LargeMethodCalledTwice
{
    public struct Args
    {
        public ulong Value, First, Second;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.First = Hash(args.Value);
        args.Second = Hash(~args.Value);
        return 1;
    }

    private static ulong Hash(ulong value)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        for (int i = 0; i < 8; i++)
        {
            hash ^= value & 0xFF;
            hash *= 0x100_0000_01B3;
            if ((hash & 1) != 0)
                hash ^= value << 7;
            else
                hash += value >> 3;
            value >>= 8;
        }

        return hash;
    }
}
