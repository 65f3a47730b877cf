namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&amp;</c>, <c>|</c>, <c>^</c> and <c>~</c> of <c>short</c>.</summary>
[BpfObject]
public partial class Int16Bitwise
{
    public struct Args
    {
        public short Left, Right, And, Or, Xor, Not;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.And = (short)(args.Left & args.Right);
        args.Or = (short)(args.Left | args.Right);
        args.Xor = (short)(args.Left ^ args.Right);
        args.Not = (short)(~args.Left);
        return 1;
    }
}
