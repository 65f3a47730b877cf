namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&amp;</c>, <c>|</c>, <c>^</c> and <c>~</c> of <c>ulong</c>.</summary>
[BpfObject]
public partial class UInt64Bitwise
{
    public struct Args
    {
        public ulong Left, Right, And, Or, Xor, Not;
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
