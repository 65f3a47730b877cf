namespace CsBpf.Constructs.Generics;

/// <summary>Structs with type parameters: fields, constructor, properties, methods, operators, in each other.</summary>
[BpfObject]
public partial class GenericStruct
{
    public struct Pair<T, U>(T first, U second)
    {
        public T First = first;
        public U Second = second;

        public readonly Pair<U, T> Swapped => new(Second, First);

        public V Replace<V>(T first, V result)
        {
            First = first;
            return result;
        }

        public static bool operator true(Pair<T, U> pair) => true;

        public static bool operator false(Pair<T, U> pair) => false;

        public static Pair<T, U> operator +(Pair<T, U> pair, U second) => new(pair.First, second);
    }

    public record struct Box<T>(T Content)
    {
        public int Uses { get; set; }
    }

    public struct Args
    {
        public int Left;
        public long Right;
        public int SwappedSecond, Uses;
        public long SwappedFirst, Replaced;
        public byte Nested;
        public Pair<int, byte> Stored;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        var pair = new Pair<int, long>(args.Left, args.Right);
        Pair<long, int> swapped = pair.Swapped;
        args.SwappedFirst = swapped.First;
        args.SwappedSecond = swapped.Second;
        args.Replaced = pair.Replace(7, args.Right + 1) + pair.First;
        pair += args.Right ^ args.Left;
        var box = new Box<Pair<byte, long>>(new((byte)args.Left, pair.Second)) { Uses = 1 };
        box.Uses += args.Left;
        args.Uses = Count(box);
        args.Nested = box.Content.Swapped.Second;
        args.Stored = new Pair<int, byte>(args.Left, args.Nested).Swapped.Swapped;
        return box.Content.Second > 0 ? 1 : 2;
    }

    private static int Count<T>(Box<T> box) => box.Uses;
}
