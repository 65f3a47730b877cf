using System;

namespace CsBpf.Constructs.Indexes;

/// <summary>What indexes and ranges can do.</summary>
[BpfObject]
public partial class Members
{
    public struct Args
    {
        public int Start, Length;
        public bool FromEnd;
        public int Offset, First, Count, OfAll, FromStart, ToEnd;
        public bool Same;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        var index = new Index(args.Start, args.FromEnd);
        args.Offset = index.GetOffset(args.Length);
        (args.First, args.Count) = new Range(index, ^1).GetOffsetAndLength(args.Length);
        args.OfAll = Range.All.GetOffsetAndLength(args.Length).Length;
        args.FromStart = Range.EndAt(index).GetOffsetAndLength(args.Length).Length;
        args.ToEnd = Range.StartAt(Index.FromEnd(args.Start)).GetOffsetAndLength(args.Length).Offset;
        args.Same = (index..).Equals(Index.FromStart(3)..Index.End) || (..).Equals(Index.Start..);
        return index.Value;
    }
}
