namespace CsBpf.Constructs.Generics;

/// <summary>Questions about a type parameter are answered when the program is compiled; the other ways are not there.</summary>
[BpfObject]
public partial class TypeTests
{
    public struct Args
    {
        public int Left;
        public long Right;
        public int Number, WideNumber, Kind, WideKind, Missing;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Number = Describe(args.Left);
        args.WideNumber = Describe(args.Right);
        args.Kind = Kind(args.Left);
        args.WideKind = Kind(args.Right) + Kind((byte)args.Left) + Kind(args.Left > 0);
        args.Missing = (IsMissing(args.Left) ? 1 : 0) + (IsMissing(args.Left > 0 ? args.Right : default(long?)) ? 2 : 0);
        return 1;
    }

    private static int Describe<T>(T value)
    {
        if (typeof(T) == typeof(int))
            return (int)(object)value! + 1;
        if (typeof(T) != typeof(long) || default(T) is null)
            return -1;
        return (int)((long)(object)value! >> 3);
    }

    private static int Kind<T>(T value) => value switch
    {
        int number => number,
        long and > 5 => 6,
        byte small when small > 100 => small,
        _ => value is bool truth && truth ? 8 : 9,
    };

    private static bool IsMissing<T>(T value) => value == null;
}
