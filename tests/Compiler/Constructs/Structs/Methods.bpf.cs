namespace CsBpf.Constructs.Structs;

/// <summary>Methods and properties of a struct.</summary>
[BpfObject]
public partial class Methods
{
    public struct Args
    {
        public Counter Counter;
        public int Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Counter.Add(5);
        args.Result = args.Counter.Doubled;
        Counter local = args.Counter;
        local.Add(1);
        return local.Total;
    }

    public struct Counter
    {
        public int Total;

        public readonly int Doubled => Total * 2;

        public void Add(int value) => Total += value;
    }
}
