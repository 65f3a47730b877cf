namespace CsBpf.Constructs.Generics;

/// <summary>Each set of type arguments has static fields of its own; local functions see the type parameters around them.</summary>
[BpfObject]
public partial class StaticFields
{
    private static class Counter<T>
    {
        public static T Last = default!;
        public static int Count = 3;

        public static int Next(T value)
        {
            Last = value;
            return Count++;
        }
    }

    public struct Args
    {
        public int Left;
        public long Right;
        public int Count, WideCount;
        public int Last;
        public long WideLast;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Last = Swap(args.Left);
        args.WideLast = Swap(args.Right);
        args.Count = Counter<int>.Next(args.Left);
        args.WideCount = Counter<long>.Next(args.Right) + Counter<long>.Next(args.Right);
        return Counter<int>.Count;
    }

    private static T Swap<T>(T value)
    {
        T last = Last<byte>(7);
        Counter<T>.Next(value);
        return last;

        static T Last<U>(U ignored) => Counter<U>.Next(ignored) > 4 ? Counter<T>.Last : Self(Counter<T>.Last);

        static T Self(T value) => value;
    }
}
