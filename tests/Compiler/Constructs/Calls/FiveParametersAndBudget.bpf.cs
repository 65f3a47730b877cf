namespace CsBpf.Constructs.Calls;

/// <summary>A function that is called, not inlined, takes all registers of parameters, returns 64 bits, and has a loop that the kernel counts.</summary>
[BpfObject]
public partial class FiveParametersAndBudget
{
    public struct Args
    {
        public ulong X, Y;
        public uint Z;
        public short Small;
        public bool IsOdd;
        public ulong First, Second;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.First = Mix(args.X, args.Y, args.Z, args.Small, args.IsOdd);
        args.Second = Mix(args.Y, args.First, args.Z >> 3, (short)(args.Small + 1), !args.IsOdd);
        return (int)Mix(args.First, args.Second, 7, -1, true);
    }

    private static ulong Mix(ulong x, ulong y, uint z, short small, bool isOdd)
    {
        ulong result = isOdd ? x : y;
        for (ulong a = x | 1, b = y >> 7; b != 0; (a, b) = (b, a % b))
            result = (result * 31) + a;
        result ^= result >> 29;
        result *= 0x9e37_79b9;
        result ^= z * 3;
        result += (ulong)(small * 5);
        result ^= result >> 17;
        result = (result << 5) ^ (y >> 3) ^ (x >> 11);
        result += isOdd ? z + 1 : z;
        return result;
    }
}
