namespace CsBpf.Constructs.Calls;

/// <summary>Members of the class that the object inherits from, some of which it overrides.</summary>
[BpfObject]
public partial class InheritedMembers : Counting
{
    public struct Args
    {
        public int A;
        public int Result;
        public int Total;
    }

    protected override int Step => base.Step * 2;

    [Syscall]
    public int Run(ref Args args)
    {
        Count(args.A);
        args.Result = Total + Describe() + Step;
        args.Total = base.Weigh(args.A) - Weigh(args.A);
        return 1;
    }

    protected override int Weigh(int value) => value ^ 0x55;

    private protected override int Describe() => 7;
}

/// <summary>What objects count with.</summary>
public abstract class Counting
{
    private int _total = 3;

    /// <summary>What was counted.</summary>
    protected int Total => _total;

    /// <summary>How much is added.</summary>
    protected virtual int Step => 5;

    /// <summary>What a value counts for.</summary>
    protected virtual int Weigh(int value) => value;

    private protected abstract int Describe();

    /// <summary>Counts a value.</summary>
    protected void Count(int value) => _total += Weigh(value) + Step;
}
