namespace CsBpf.Constructs.Globals;

/// <summary>Properties without accessors of their own, and with one: globals of their names.</summary>
[BpfObject]
public partial class AutoProperties
{
    public struct Args
    {
        public int Value;
        public int Step;
        public long Result;
        public int Limit;
    }

    public struct Point
    {
        public int X;

        public int Y { get; set; }
    }

    public int Limit { get; } = 70;

    private long Sum { get; set; } = -3;

    private static byte Rounds { get; set; }

    private Point Last { get; set; }

    private int Clamped
    {
        get;
        set => field = value > Limit ? Limit : value;
    }

    private int Doubled
    {
        get => field * 2;
        set;
    } = 4;

    [Syscall]
    public int Run(ref Args args)
    {
        Sum += args.Value;
        Rounds++;
        Clamped = args.Step;
        Doubled += args.Step & 3;
        args.Result = Sum + (Last.X * 1000) + Last.Y + Clamped + Doubled + Rounds + Holder<int>.Value + Holder<byte>.Value;
        args.Limit = Limit;
        Last = new Point { X = args.Value & 0xff, Y = args.Step };
        Holder<byte>.Value = (byte)args.Value;
        return 1;
    }

    private static class Holder<T>
    {
        public static T Value { get; set; } = default!;
    }
}
