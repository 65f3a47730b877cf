namespace CsBpf.Constructs.Generics;

/// <summary>A method that is a function of its own for each type.</summary>
[BpfObject]
public partial class GenericMethod
{
    public struct Args
    {
        public int Left, Right;
        public long Wide;
        public byte Narrow;
        public int Chosen;
        public long ChosenWide;
        public byte ChosenNarrow;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Chosen = Choose(args.Left < args.Right, args.Left, args.Right);
        args.ChosenWide = Choose(args.Right > 0, args.Wide, args.Left);
        Replace(ref args.ChosenNarrow, args.Narrow);
        return Second<long, int>(args.Wide, args.Left);
    }

    private static T Choose<T>(bool isFirst, T first, T second)
    {
        T other = default!;
        Replace(ref other, second);
        return isFirst ? first : other;
    }

    private static void Replace<T>(ref T target, in T value) => target = value;

    private static U Second<T, U>(T first, U second) => second;
}
