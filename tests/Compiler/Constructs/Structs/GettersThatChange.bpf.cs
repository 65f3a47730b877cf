namespace CsBpf.Constructs.Structs;

/// <summary>Getters that change their struct: a copy of it, where it may not change.</summary>
[BpfObject]
public partial class GettersThatChange
{
    public struct Args
    {
        public int Left, Right;
        public Counter Counter;
        public int First, Second, Third;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        args.First = Twice(in args.Counter);
        ref readonly Counter counter = ref args.Counter;
        args.Second = counter.Next + counter[args.Left];
        args.Third = args.Counter.Next + args.Counter[args.Right];
        return new Holder { Number = args.Left }.Sum;
    }

    private static int Twice(in Counter counter) => (counter.Next * 10) + counter.Next;

    private struct Holder
    {
        public int Number;
        private readonly Counter _counter;

        public int Sum => _counter.Next + _counter.Next + Number;
    }

    public struct Counter
    {
        private int _count;

        public int Next => ++_count;

        public int this[int step] => _count += step;
    }
}
