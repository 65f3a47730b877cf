namespace CsBpf.Constructs.Tuples;

/// <summary>The elements of tuples are computed first; their conversions come with the comparisons, up to the first that decides.</summary>
[BpfObject]
public partial class ComparedInOrder
{
    public struct Args
    {
        public int Left, Right;
        public long Wide;
        public byte Steps;
        public bool Flag;
        public int Choice, Result;
    }

    public readonly record struct Point(int X, int Y);

    /// <summary>Equal to whatever is as near to zero; its operators see in which order they are called.</summary>
    public struct Distance
    {
        public int Value;

        public static bool operator ==(Distance x, Distance y) => x.Value == y.Value || x.Value == -y.Value;

        public static bool operator !=(Distance x, Distance y) => x.Value % 16 != y.Value % 16;

        public static implicit operator Distance(int value) => new() { Value = value / _divisor };

        public override readonly bool Equals(object? obj) => false;

        public override readonly int GetHashCode() => 0;
    }

    private static int _divisor;

    [Syscall(OnFault = -7)]
    public static int Run(ref Args args) => (args.Choice & 3) switch
    {
        0 => WaitingCasts(ref args),
        1 => WaitingOperators(ref args),
        2 => Nullables(ref args),
        _ => Records(ref args),
    };

    private static int WaitingCasts(ref Args args)
    {
        args.Result = 1;
        args.Result = (checked((byte)(args.Wide - 3)), 5) == (++args.Steps, 5) ? 2 : 3;
        return (args.Left, checked((sbyte)args.Wide)) != (args.Right, args.Result++) ? 4 : 5;
    }

    private static int WaitingOperators(ref Args args)
    {
        _divisor = args.Left & 1;
        (int, Distance) first = (args.Left, new Distance { Value = args.Right });
        bool areEqual = first == (args.Right, (Distance)(_divisor = 1));
        _divisor = args.Left & 3;
        areEqual |= (args.Left & 4, first.Item2) == (4, args.Right);
        return ((args.Left, first.Item2) != (args.Left, first.Item2) ? 1 : 0) + (areEqual ? 2 : 0);
    }

    private static int Nullables(ref Args args)
    {
        int? some = args.Flag ? args.Left : null;
        long? other = args.Wide > 0 ? args.Right : null;
        int result = (some, 1) == (null, 1) ? 1 : 0;
        result |= (some, other) == (args.Left, null) ? 2 : 0;
        result |= (some, args.Right) != (other, args.Left) ? 4 : 0;
        result |= (args.Left, (some, 3)) == (args.Right, (args.Left & 7, (byte)args.Right)) ? 8 : 0;
        return result;
    }

    private static int Records(ref Args args)
    {
        var point = new Point(args.Left, args.Right);
        (Point Place, bool Flag) here = (point, args.Flag);
        args.Result = here == (new Point(args.Right, args.Left), true) ? 1 : 0;
        return ((here, 1) != ((point with { X = 3 }, false), 1) ? 1 : 0) + Converted((args.Left, args.Right));
    }

    private static int Converted((int, int) pair)
    {
        (long?, int) wide = pair;
        return (((byte, byte))pair == ((byte)1, (byte)2) ? 2 : 0) + (wide == pair ? 4 : 0)
            + (((sbyte, int))pair == pair ? 8 : 0) + ((pair, 1) == (((int?, short))pair, 1) ? 16 : 0);
    }
}
