namespace CsBpf.Constructs.Pointers;

/// <summary>Pointers to structs: their fields, methods, copies; to fields of them; references to what a pointer leads to.</summary>
[BpfObject]
public unsafe partial class Structs
{
    public struct Args
    {
        public byte Index;
        public long X, Y;
        public int Sum;
        public Point Last;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        Point* points = stackalloc Point[4];
        points->X = args.X;
        points[1].Y = (int)args.Y;
        (*(points + 2)).Tag.High = args.Index;
        Point* last = &points[3];
        *last = points[args.Index & 3];
        last->Move(3, -4);
        last->Tag.Low++;
        (points + 1)->Tag = last->Tag;
        byte* tag = &points[args.Index & 3].Tag.High;
        *tag += 9;
        ref Point some = ref points[args.Index >> 1 & 3];
        some.X -= 100;
        Swap(ref points[0], ref *last);
        int* y = &last->Y;
        *y = -*y;
        for (Point* p = points; p <= last; p++)
            args.Sum += (int)p->X * 5 + p->Y * 3 + p->Tag.High - p->Tag.Low + p->Norm;
        fixed (Point* result = &args.Last)
            *result = *last;
        Point local = default;
        Point* here = &local;
        here->X = 8;
        return args.Sum + (int)local.X + (int)((byte*)&here->Tag - (byte*)here);
    }

    private static void Swap(ref Point a, ref Point b) => (a, b) = (b, a);

    public struct Point
    {
        public long X;
        public int Y;
        public Tag Tag;

        public readonly int Norm => (int)X + Y;

        public void Move(int x, int y)
        {
            X += x;
            Y += y;
        }
    }

    public struct Tag
    {
        public byte Low, High;
    }
}
