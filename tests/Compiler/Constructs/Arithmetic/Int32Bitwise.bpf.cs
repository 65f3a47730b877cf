namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&amp;</c>, <c>|</c>, <c>^</c> and <c>~</c> of <c>int</c>.</summary>
[BpfObject]
public partial class Int32Bitwise
{
    public struct Args
    {
        public int Left, Right, And, Or, Xor, Not;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.And = args.Left & args.Right;
        args.Or = args.Left | args.Right;
        args.Xor = args.Left ^ args.Right;
        args.Not = ~args.Left;
        return 1;
    }
}
