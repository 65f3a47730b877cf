using System;

namespace CsBpf.Constructs.Tables;

/// <summary>An array of constant structs, and one of enums.</summary>
[BpfObject]
public partial class Structs
{
    private static readonly Range[] Ranges = [new Range { First = 1, Last = 100 }, new() { First = 7, Last = long.MaxValue }, default];
    private static readonly Kind[] Kinds = [Kind.Large, Kind.None, Kind.Small];

    public struct Args
    {
        public int Index;
        public long Number;
        public Kind Kind;
        public Range Range;
        public bool IsInside;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.IsInside = Ranges[args.Index].Contains(args.Number);
        args.Range = Ranges[args.Index];
        args.Range.First++;
        args.Kind = Kinds[args.Index];
        return (int)Ranges[args.Index].First;
    }

    public enum Kind : byte
    {
        None,
        Small,
        Large,
    }

    public struct Range
    {
        public int First;
        public long Last;

        public readonly bool Contains(long number) => number >= First && number <= Last;
    }
}
