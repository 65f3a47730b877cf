namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&amp;</c>, <c>|</c>, <c>^</c> and <c>~</c> of <c>uint</c>.</summary>
[BpfObject]
public partial class UInt32Bitwise
{
    public struct Args
    {
        public uint Left, Right, And, Or, Xor, Not;
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
