namespace CsBpf.Constructs.Tuples;

/// <summary>Tuples in tuples, records and Deconstruct methods are taken apart.</summary>
[BpfObject]
public partial class Deconstruction
{
    public readonly record struct Point(int X, int Y);

    public struct Segment
    {
        public Point From;
        public long Length;

        public readonly void Deconstruct(out Point from, out long length)
        {
            from = From;
            length = Length;
        }
    }

    public struct Args
    {
        public int Left, Right;
        public long Length;
        public int X, Y, Sum;
        public long Swapped;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        var segment = new Segment { From = new Point(args.Left, args.Right), Length = args.Length };
        ((args.X, args.Y), args.Length) = segment;
        (int a, (long b, var c)) = (args.Right, (args.Left, segment.Length + 1));
        (a, (b, c)) = ((int)c, (a, b));
        args.Sum = a + (int)b;
        args.Swapped = c;
        var (high, low) = args.Length;
        (_, args.Y) = (high, args.Y + low);
        return segment switch
        {
            (( > 5, var y), _) => y,
            ({ X: 0 }, > 100) => 2,
            ((_, < 0) from, var length) when length > from.X => 3,
            _ => 4,
        };
    }
}

/// <summary>Numbers in halves.</summary>
public static class Halves
{
    public static void Deconstruct(this long value, out int high, out int low)
    {
        high = (int)(value >> 32);
        low = (int)value;
    }
}
