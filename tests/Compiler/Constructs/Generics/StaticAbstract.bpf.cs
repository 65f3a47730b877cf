namespace CsBpf.Constructs.Generics;

/// <summary>Static members of an interface: those of the struct that stands for the type parameter.</summary>
[BpfObject]
public partial class StaticAbstract
{
    public interface IMeasure<TSelf>
        where TSelf : struct, IMeasure<TSelf>
    {
        static abstract TSelf Unit { get; }

        static abstract TSelf Of(int value);

        static virtual TSelf Twice(TSelf value) => value + value + TSelf.Unit;

        static abstract TSelf operator +(TSelf left, TSelf right);

        static abstract TSelf operator -(TSelf value);

        static abstract TSelf operator ++(TSelf value);

        static abstract bool operator <(TSelf left, TSelf right);

        static abstract bool operator >(TSelf left, TSelf right);

        static abstract explicit operator int(TSelf value);
    }

    public readonly record struct Metre(int Value) : IMeasure<Metre>
    {
        public static Metre Unit => new(1);

        public static Metre Of(int value) => new(value);

        public static Metre operator +(Metre left, Metre right) => new(left.Value + right.Value);

        public static Metre operator -(Metre value) => new(-value.Value);

        public static Metre operator ++(Metre value) => new(value.Value + 100);

        public static bool operator <(Metre left, Metre right) => left.Value < right.Value;

        public static bool operator >(Metre left, Metre right) => left.Value > right.Value;

        public static explicit operator int(Metre value) => value.Value;
    }

    public readonly struct Modular(byte value) : IMeasure<Modular>
    {
        private readonly byte _value = value;

        public static Modular Unit => new(3);

        public static Modular Of(int value) => new((byte)value);

        static Modular IMeasure<Modular>.Twice(Modular value) => new((byte)(value._value * 2));

        public static Modular operator +(Modular left, Modular right) => new((byte)(left._value + right._value));

        public static Modular operator -(Modular value) => new((byte)-value._value);

        public static Modular operator ++(Modular value) => new((byte)(value._value + 7));

        public static bool operator <(Modular left, Modular right) => left._value < right._value;

        public static bool operator >(Modular left, Modular right) => left._value > right._value;

        public static explicit operator int(Modular value) => value._value;
    }

    public struct Args
    {
        public int Left, Right, Metres, Rest;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Metres = Measure<Metre>(args.Left, args.Right);
        args.Rest = Measure<Modular>(args.Left, args.Right);
        return 1;
    }

    private static int Measure<T>(int first, int second)
        where T : struct, IMeasure<T>
    {
        T x = T.Of(first);
        T y = T.Of(second);
        T z = x < y ? T.Twice(x) : -y;
        z += T.Unit;
        T before = z++;
        return before > y ? (int)z : (int)++x;
    }
}
