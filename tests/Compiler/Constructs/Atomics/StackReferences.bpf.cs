// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>Atomic operations on locals, through references to them, and on what a condition chose.</summary>
[BpfObject]
public partial class StackReferences
{
    public struct Pair
    {
        public int Left;
        public long Right;
    }

    public struct Args
    {
        public int Small;
        public long Large;
        public Pair Pair;
        public long Local;
        public int Chosen;
    }

    private int _first;
    private int _second = 100;

    [Syscall]
    public int Run(ref Args args)
    {
        long local = args.Large;
        long sum = Interlocked.Add(ref local, 5);
        args.Local = local ^ sum;

        var pair = new Pair { Left = args.Small, Right = 9 };
        Interlocked.Increment(ref pair.Left);
        Count(ref pair, args.Large);
        args.Pair = pair;

        ref int chosen = ref args.Small > 5 ? ref _first : ref _second;
        args.Chosen = Interlocked.Increment(ref chosen);
        return Interlocked.Exchange(ref pair.Left, 0);
    }

    private static void Count(ref Pair pair, long step)
    {
        long before = Interlocked.Exchange(ref pair.Right, step);
        Interlocked.Add(ref pair.Right, before);
    }
}
