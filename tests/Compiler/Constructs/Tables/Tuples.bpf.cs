using System;

namespace CsBpf.Constructs.Tables;

/// <summary>Tuples as the elements of tables.</summary>
[BpfObject]
public partial class Tuples
{
    public enum Level : byte { Low, Middle, High }

    public struct Args
    {
        public int Value, Index;
        public int Result, Name;
        public Level Level;
    }

    private static readonly (int Low, int High, Level Level)[] Ranges = [(0, 10, Level.Low), (10, 100, Level.Middle), (100, 1 << 10, Level.High)];
    private static readonly (byte Length, (short X, long? Y) Inner)[] Nested = [(4, (-1, 5)), (250, (7, null))];

    [Syscall]
    public static int Run(ref Args args)
    {
        int value = args.Value & 2047;
        args.Level = LevelOf(value) ?? Level.Low;
        foreach (var (length, (x, y)) in Nested)
            args.Result += length + x + (int)(y ?? 1000);
        args.Name = Ranges[args.Index].High;
        return Nested[value & 1].Inner.X;
    }

    private static Level? LevelOf(int value)
    {
        foreach ((int low, int high, Level level) in Ranges)
        {
            if (value >= low && value < high)
                return level;
        }

        return null;
    }
}
