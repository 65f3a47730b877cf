namespace CsBpf.Constructs.Callbacks;

/// <summary>Loops of the kernel: lambdas, methods and local functions as their body, ended early, and one in another.</summary>
[BpfObject]
public partial class Loops
{
    public struct Args
    {
        public uint Count, Limit, Sum, Rounds, Nested;
        public long Product;
        public int Calls;
    }

    public static uint Total;

    public struct Pair
    {
        public long First;
        public uint Second;
    }

    [Syscall(OnFault = -9)]
    public static int Run(ref Args args)
    {
        uint count = args.Count & 1023;
        uint limit = args.Limit;
        uint sum = 0;
        args.Rounds = Bpf.Loop(count, i =>
        {
            sum += i ^ limit;
            return sum < 5_000;
        });
        args.Rounds += Bpf.Loop(3, static i => Total += i);
        args.Rounds += Bpf.Loop(count >> 7, Add);
        Pair pair = default;
        int calls = 0;
        Bpf.Loop(count & 7, i =>
        {
            uint inner = i;
            Bpf.Loop(i + 1, j =>
            {
                inner += j * limit;
                pair.First += inner;
                Note();
            });
            pair.Second ^= inner;
        });
        args.Sum = sum + Total;
        args.Nested = pair.Second;
        args.Product = pair.First;
        args.Calls = calls;
        Total = 0;
        return (int)Bpf.Loop(args.Limit >> 8, i => i < 20);

        void Note() => calls++;
    }

    private static void Add(uint number) => Total += number * 3;
}
