namespace CsBpf.Constructs.Calls;

/// <summary>A struct by value, in and out.</summary>
[BpfObject]
public partial class StructParameterAndResult
{
    public struct Args
    {
        public int X, Y;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Point moved = Move(new Point { X = args.X, Y = args.Y }, 3);
        args.X = moved.X;
        args.Y = moved.Y;
        return 1;
    }

    public struct Point
    {
        public int X, Y;
    }

    private static Point Move(Point point, int by)
    {
        point.X += by;
        point.Y -= by;
        return point;
    }
}
