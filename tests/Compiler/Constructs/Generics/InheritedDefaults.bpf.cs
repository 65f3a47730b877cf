using System.Numerics;

namespace CsBpf.Constructs.Generics;

/// <summary>Members with a body of interfaces that inherit from another, of generic ones, and static ones.</summary>
[BpfObject]
public partial class InheritedDefaults
{
    public interface IValued
    {
        int Value { get; }

        int Weight() => Value;

        int Next() => Weight() + 1;
    }

    public interface IHeavy : IValued
    {
        int IValued.Weight() => Value * 3;

        int Both() => Next() + Weight();
    }

    public interface IBox<T>
        where T : struct
    {
        static abstract int Cost { get; }

        static virtual int Size => 4;

        static virtual int Mass(int count) => count * 10;

        T Get();

        T GetOr(T other, bool isOwn) => isOwn ? Get() : other;
    }

    public readonly record struct Light(int Value) : IValued;

    public readonly record struct Heavy(int Value) : IHeavy;

    public readonly struct Wide(long value) : IBox<long>
    {
        public static int Cost => 5;

        public long Get() => value;
    }

    public readonly struct Narrow(byte value) : IBox<byte>
    {
        public static int Cost => 6;

        public static int Size => 1;

        static int IBox<byte>.Mass(int count) => count + 1;

        public byte Get() => value;
    }

    [Syscall]
    public static int Run(ref Arguments arguments)
    {
        arguments.Weights = Weigh(new Light(arguments.X)) + (Weigh(new Heavy(arguments.Y)) * 7) + WeighBoth(new Heavy(arguments.Z));
        arguments.Boxes = Open(new Wide(arguments.X), (long)arguments.Y, arguments.Z > 0)
            + Open(new Narrow((byte)arguments.X), (byte)arguments.Y, arguments.Z > 3);
        return 0;
    }

    private static int Weigh<T>(in T value)
        where T : struct, IValued => value.Weight() + value.Next();

    private static int WeighBoth<T>(T value)
        where T : struct, IHeavy => value.Both();

    private static long Open<TBox, TValue>(TBox box, TValue other, bool isOwn)
        where TBox : struct, IBox<TValue>
        where TValue : struct, INumber<TValue> =>
        long.CreateTruncating(box.GetOr(other, isOwn)) + (TBox.Size * TBox.Cost) + TBox.Mass(3);

    public struct Arguments
    {
        public int X;
        public int Y;
        public int Z;
        public int Weights;
        public long Boxes;
    }
}
