namespace CsBpf.Constructs.Closures;

/// <summary>Parameters that local functions change: a number and a struct, each a copy of its own.</summary>
[BpfObject]
public partial class CapturedParameters
{
    public struct Pair
    {
        public long First;
        public int Second;
    }

    public struct Args
    {
        public int Value, Steps, Result;
        public Pair Pair;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = Reduce(args.Value, args.Pair);
        args.Steps = Reduce(args.Result, args.Pair);
        return 1;
    }

    private static int Reduce(int value, Pair pair)
    {
        Halve();
        Halve();
        Swap();
        return value + (int)pair.First + pair.Second;

        void Halve()
        {
            value /= 2;
            pair.First ^= value;
        }

        void Swap() => (pair.First, pair.Second) = (pair.Second, (int)pair.First);
    }
}
