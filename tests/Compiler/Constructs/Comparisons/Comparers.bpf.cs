using System;
using System.Collections.Generic;

namespace CsBpf.Constructs.Comparisons;

/// <summary>The comparers that types have by default, and what they ask: <c>Equals</c> and <c>CompareTo</c>, also in generic code.</summary>
[BpfObject]
public partial class Comparers
{
    private enum Level : short
    {
        Low = -1,
        High = 1,
    }

    private readonly record struct Entry(int Key, long Value);

    // Has equality by its own method, which no comparer asks: it is no IEquatable.
    private struct Named(int key, int noise)
    {
        public int Key = key;
        public int Noise = noise;

        public readonly bool Equals(Named other) => Key == other.Key;
    }

    private readonly struct Version(int number) : IComparable<Version>, IEquatable<Version>
    {
        private readonly int _number = number;

        public int CompareTo(Version other) => other._number.CompareTo(_number);

        bool IEquatable<Version>.Equals(Version other) => _number >> 1 == other._number >> 1;
    }

    [Syscall]
    public static int Run(ref Arguments arguments)
    {
        int x = arguments.X;
        int y = arguments.Y;
        long z = arguments.Z;
        arguments.Same = (Same(x, y) ? 1 : 0) + (Same((x, z), (y, z)) ? 2 : 0) + (Same(new Entry(x, z), new Entry(y, z)) ? 4 : 0)
            + (Same((Level)x, (Level)y) ? 8 : 0) + (Same(x > 0, y > 0) ? 16 : 0) + (Same(new Named(x, 1), new Named(y, x & 1)) ? 32 : 0)
            + (Same(new Version(x), new Version(y)) ? 64 : 0) + (Same<int?>(x > 0 ? x : null, y > 0 ? y : null) ? 128 : 0);
        arguments.Order = Order(x, y) + (Order((byte)x, (byte)y) * 10) + (Order((char)x, (char)y) * 3) + Order(x > 0, y > 0) + Order(z, y)
            + (Order((x, z), (y, z)) * 5) + (Order(new Version(x), new Version(y)) * 7) + (Order<int?>(x > 0 ? x : null, y > 0 ? y : null) * 100);
        arguments.Levels = ((Level)x).CompareTo((Level)y) + (((Level)x).Equals((Level)y) ? 1000 : 0) + Comparer<Level>.Default.Compare((Level)x, Level.High);
        arguments.Own = (Asked(x, y) ? 1 : 0) + (Asked(x > 0, y > 0) ? 2 : 0) + (Asked(new Entry(x, z), new Entry(y, z)) ? 4 : 0)
            + (Compared((short)x, (short)y) * 10) + Compared(x > 0, y > 0) + (x, z).CompareTo((y, z)) + ((x, z).Equals((y, z)) ? 100 : 0);
        int? some = x > 0 ? x : null;
        int? others = y > 0 ? y : null;
        arguments.Nullables = Nullable.Compare(some, others) + (Nullable.Equals(some, others) ? 10 : 0) + (some.Equals(y) ? 100 : 0) + (some.Equals(others) ? 1000 : 0);
        var comparer = EqualityComparer<long>.Default;
        arguments.Known = comparer.Equals(z, y) ? 1 : 0;
        return 1;
    }

    private static bool Same<T>(T x, T y) => EqualityComparer<T>.Default.Equals(x, y);

    private static int Order<T>(T x, T y) => Comparer<T>.Default.Compare(x, y);

    private static bool Asked<T>(T x, T y)
        where T : IEquatable<T> => x.Equals(y);

    private static int Compared<T>(T x, T y)
        where T : IComparable<T> => x.CompareTo(y);

    public struct Arguments
    {
        public int X;
        public int Y;
        public long Z;
        public int Same;
        public int Order;
        public int Levels;
        public int Own;
        public int Nullables;
        public int Known;
    }
}
