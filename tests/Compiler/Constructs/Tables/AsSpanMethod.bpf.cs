using System;

namespace CsBpf.Constructs.Tables;

/// <summary>Spans of tables, by the method that arrays have for it.</summary>
[BpfObject]
public partial class AsSpanMethod
{
    private static readonly int[] Ports = [22, 80, 443, 8080];

    public struct Args
    {
        public int Port, Index, Sum;
        public bool IsKnown, IsMiddle;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        args.IsKnown = Ports.AsSpan().Contains(args.Port);
        args.IsMiddle = Ports.AsSpan(1, 2).IndexOf(args.Port) >= 0;
        Span<int> copy = stackalloc int[4];
        Ports.AsSpan(args.Index & 3).CopyTo(copy);
        ReadOnlySpan<int> middle = Ports.AsSpan(1..^1);
        args.Sum = middle[args.Index & 1] + copy[1] + Ports.AsSpan()[2..].Length;
        ReadOnlySpan<int> rest = Ports.AsSpan(args.Index);
        return rest.IsEmpty ? 0 : rest[^1];
    }
}
