using System;

namespace CsBpf.Constructs.Tables;

/// <summary>Arrays of constant numbers, written in each way that C# has.</summary>
[BpfObject]
public partial class Numbers
{
    private static readonly int[] Powers = [1, 10, 100, -1000];
    private static readonly long[] Wide = { long.MaxValue, -2, 1L << 40 };
    private static readonly byte[] Bytes = new byte[] { 1, 2, 0xFF, (byte)'x', 7 };

    public struct Args
    {
        public int Index;
        public long Other;
        public int Power, Length;
        public long Sum;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        for (int i = 0; i < Bytes.Length; i++)
            args.Sum = (args.Sum * 3) + Bytes[i];
        args.Length = Powers.Length + Hex.Digits.Length;
        args.Power = Powers[args.Index & 3] + Hex.Digits[(byte)args.Index & 15];
        args.Sum += Wide[args.Other] + Powers[^1];
        args.Sum += Powers[(uint)args.Index];
        return 1;
    }

    private static class Hex
    {
        public static readonly char[] Digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    }
}
