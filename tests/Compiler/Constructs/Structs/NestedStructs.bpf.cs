namespace CsBpf.Constructs.Structs;

/// <summary>A struct in a struct.</summary>
[BpfObject]
public partial class NestedStructs
{
    public struct Args
    {
        public int X;
        public Line Line;
        public int Length;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Line.To.X += args.X;
        args.Line.From = args.Line.To;
        args.Line.From.Y++;
        args.Length = args.Line.To.X - args.Line.From.X + args.Line.To.Y - args.Line.From.Y;
        return 1;
    }

    public struct Point
    {
        public int X, Y;
    }

    public struct Line
    {
        public Point From, To;
    }
}
