using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>An array in the arguments, which the verifier reads at constant distances only.</summary>
[BpfObject]
public partial class ElementsOfContext
{
    public struct Args
    {
        public int Index;
        public byte From;
        public long Sum;
        public Numbers Numbers;
        public Points Points;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Numbers[args.Index & 3]++;
        args.Numbers[2] -= 5;
        args.Sum = args.Numbers[args.From];
        args.Points[args.From & 1].Y = args.Index;
        Point point = args.Points[args.From];
        args.Points[args.Index] = new Point { X = (int)point.Y, Y = point.X };
        args.Sum += args.Points[args.From].X;
        return 1;
    }

    [InlineArray(4)]
    public struct Numbers
    {
        private short _first;
    }

    [InlineArray(2)]
    public struct Points
    {
        private Point _first;
    }

    public struct Point
    {
        public int X;
        public long Y;
    }
}
