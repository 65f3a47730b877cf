namespace CsBpf.Constructs.Generics;

/// <summary>Members that an interface has a body for: they work on an object that C# makes of the struct, so the struct stays as it is.</summary>
[BpfObject]
public partial class DefaultMembers
{
    public interface IShape
    {
        int Area { get; }

        int Count { get; set; }

        int Twice => Area * 2;

        int this[int index] => Area + index;

        int Scale(int factor);

        int Describe(int factor) => Scale(factor) + Twice + Offset();

        void Bump()
        {
            Count++;
            Count += Describe(1);
        }

        sealed int Sealed() => Offset() + Area;

        T Pick<T>(T larger, T smaller) => Area > 10 ? larger : smaller;

        private int Offset() => 7;

        static int Common(int value) => value ^ 5;
    }

    public struct Rectangle(int width, int height) : IShape
    {
        private readonly int _width = width;
        private readonly int _height = height;

        public int Count { get; set; }

        public readonly int Area => _width * _height;

        public readonly int Scale(int factor) => _width * factor;
    }

    public struct Square(int width) : IShape
    {
        private readonly int _width = width;

        public int Count { get; set; }

        public readonly int Area => _width * _width;

        public readonly int Twice => 1000;

        public int Scale(int factor) => Count += _width + factor;

        readonly int IShape.Describe(int factor) => _width - factor;
    }

    [Syscall]
    public static int Run(ref Arguments arguments)
    {
        var rectangle = new Rectangle(arguments.Width, arguments.Height);
        var square = new Square(arguments.Width);
        arguments.Sum = (Measure(rectangle, arguments.Factor) * 7) + Measure(square, arguments.Factor);
        arguments.Bumped = (Bump(ref rectangle) * 3) + Bump(ref square) + (rectangle.Count * 5) + square.Count;
        arguments.Boxed = ((IShape)rectangle).Describe(arguments.Factor) + ((IShape)square).Describe(arguments.Factor) + ((IShape)square).Twice;
        return 0;
    }

    private static long Measure<T>(T shape, int factor)
        where T : struct, IShape
    {
        long sum = shape.Describe(factor);
        shape.Bump();
        sum = (sum * 31) + shape.Count;
        sum = (sum * 31) + shape.Twice;
        sum = (sum * 31) + shape[factor];
        sum = (sum * 31) + shape.Sealed();
        return sum + shape.Pick(factor, 4) + shape.Pick(5L, 6L) + IShape.Common(factor);
    }

    private static long Bump<T>(ref T shape)
        where T : IShape
    {
        shape.Bump();
        return shape.Count;
    }

    public struct Arguments
    {
        public int Width;
        public int Height;
        public int Factor;
        public int Boxed;
        public long Sum;
        public long Bumped;
    }
}
