namespace CsBpf.Constructs.Calls;

/// <summary>Calls as arguments of calls.</summary>
[BpfObject]
public partial class NestedCalls
{
    public struct Args
    {
        public uint Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = Mix(Mix(Mix(args.Value, 1), Mix(args.Value, 2)), 3);
        return 1;
    }

    private static uint Mix(uint value, uint salt)
    {
        value ^= salt * 0x9E37_79B9;
        value *= 0x85EB_CA6B;
        return value ^ value >> 13;
    }
}
