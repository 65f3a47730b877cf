using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Arrays of structs that have arrays; copies of them.</summary>
[BpfObject]
public partial class ArraysOfStructs
{
    public struct Args
    {
        public int Row;
        public int Column;
        public int Value;
        public int Result, Copied;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Rows rows = default;
        rows[1].Cells[2] = 50;
        rows[args.Row].Cells[args.Column] = args.Value;
        rows[args.Row].Length += (byte)args.Column;
        Rows copy = rows;
        copy[1].Cells[2]++;
        rows[0] = rows[args.Row];
        args.Result = rows[0].Cells[1] + rows[0].Length + rows[1].Cells[2];
        args.Copied = copy[1].Cells[2];
        return 1;
    }

    public struct Row
    {
        public byte Length;
        public Cells Cells;
    }

    [InlineArray(3)]
    public struct Rows
    {
        private Row _first;
    }

    [InlineArray(3)]
    public struct Cells
    {
        private int _first;
    }
}
