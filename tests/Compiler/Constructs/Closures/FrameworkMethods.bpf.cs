using System;
using System.Buffers.Binary;
using System.Numerics;

namespace CsBpf.Constructs.Closures;

/// <summary>Methods of .NET as delegates.</summary>
[BpfObject]
public partial class FrameworkMethods
{
    public struct Args
    {
        public int A;
        public int B;
        public ulong Wide;
        public long Result;
        public int Count;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        Func<int, int, int> least = Math.Min;
        args.Result = Apply(Math.Max, args.A, args.B) * 1000L + least(args.A, args.B) + Apply<long>(long.Max, args.A, args.Result);
        args.Wide = Change(BinaryPrimitives.ReverseEndianness, args.Wide);
        args.Count = Count(BitOperations.PopCount, args.Wide) + (Count(BitOperations.LeadingZeroCount, args.Wide) * 100);
        return 1;
    }

    private static T Apply<T>(Func<T, T, T> function, T left, T right) => function(left, right);

    private static ulong Change(Func<ulong, ulong> function, ulong value) => function(value) + 1;

    private static int Count(Func<ulong, int> function, ulong value) => function(value);
}
