using System;
using System.Text;

namespace CsBpf.Constructs.Spans;

/// <summary>What <see cref="MemoryExtensions"/> has besides the searches for one value: binary, from the end, by ranges, of records and enums.</summary>
[BpfObject]
public partial class MoreSearches
{
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13];

    private enum Level : short
    {
        Low,
        High,
    }

    private readonly record struct Entry(int Key, long Value);

    [Syscall]
    public static int Run(ref Arguments arguments)
    {
        int x = arguments.X;
        int y = arguments.Y;
        arguments.Binary = Primes.AsSpan().BinarySearch(x) + (((ReadOnlySpan<int>)[1, 5, 9, 14]).BinarySearch(y & 15) * 10);
        ReadOnlySpan<int> numbers = [1, 5, 9, x, 77, 5, 9];
        arguments.Last = numbers.LastIndexOfAny(5, 9) + (numbers.LastIndexOfAnyExcept(9) * 10) + (numbers.LastIndexOf([5, 9]) * 100) + (numbers.Count([5, 9]) * 1000);
        arguments.Ranges = numbers.IndexOfAnyInRange(3, 10) + (numbers.IndexOfAnyExceptInRange(0, y) * 10) + (numbers.LastIndexOfAnyInRange(-5, y) * 100)
            + (numbers.ContainsAnyInRange(70, 80) ? 1000 : 0) + (numbers.ContainsAnyExceptInRange(0, 9) ? 2000 : 0);
        arguments.Others = numbers.IndexOfAnyExcept(1, 5) + (numbers.ContainsAnyExcept(1, 5, x) ? 10 : 0) + (numbers.StartsWith(1) ? 20 : 0) + (numbers.EndsWith(y) ? 40 : 0);
        ReadOnlySpan<byte> text = "  ab c "u8;
        arguments.Trimmed = text.Trim((byte)' ').Length + (text.TrimStart((byte)' ').Length * 10) + (text.TrimEnd((byte)' ').Length * 100)
            + (Ascii.EqualsIgnoreCase(text, "  AB C "u8) ? 1000 : 0) + (Ascii.IsValid(text) ? 2000 : 0);
        Span<int> sorted = [x, y, 3, 9];
        sorted.Replace(9, y ^ 1);
        sorted.Sort();
        arguments.Sorted = sorted[0] ^ (sorted[1] * 3) ^ (sorted[2] * 7) ^ (sorted[3] * 11);
        ReadOnlySpan<Entry> entries = [new(1, 2), new(x, arguments.Z), new(y, 3)];
        ReadOnlySpan<Level> levels = [Level.Low, (Level)x, Level.High];
        arguments.Records = entries.IndexOf(new Entry(y, 3)) + (entries.Contains(new Entry(x, 2)) ? 10 : 0) + (levels.IndexOf((Level)y) * 100)
            + (levels.SequenceEqual([Level.Low, Level.High, Level.High]) ? 1000 : 0);
        foreach (int prime in Primes.AsSpan(2))
            arguments.Tables = (arguments.Tables * 3) + prime;
        arguments.Tables += Primes.AsSpan()[x & 7] + Primes.AsSpan(1)[^1];
        return 1;
    }

    public struct Arguments
    {
        public int X;
        public int Y;
        public long Z;
        public int Binary;
        public int Last;
        public int Ranges;
        public int Others;
        public int Trimmed;
        public int Sorted;
        public int Records;
        public int Tables;
    }
}
