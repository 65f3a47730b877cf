using System;

namespace CsBpf.Constructs.Tables;

/// <summary>Spans of tables, by the method that arrays have for it.</summary>
[BpfObject]
public partial class AsSpanMethod
{
    private static readonly int[] s_ports = [22, 80, 443, 8080];

    public struct Args
    {
        public int Port, Index, Sum;
        public bool IsKnown, IsMiddle;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        args.IsKnown = s_ports.AsSpan().Contains(args.Port);
        args.IsMiddle = s_ports.AsSpan(1, 2).IndexOf(args.Port) >= 0;
        Span<int> copy = stackalloc int[4];
        s_ports.AsSpan(args.Index & 3).CopyTo(copy);
        ReadOnlySpan<int> middle = s_ports.AsSpan(1..^1);
        args.Sum = middle[args.Index & 1] + copy[1] + s_ports.AsSpan()[2..].Length;
        ReadOnlySpan<int> rest = s_ports.AsSpan(args.Index);
        return rest.IsEmpty ? 0 : rest[^1];
    }
}
