namespace CsBpf.Constructs.Arithmetic;

/// <summary><c>&amp;</c>, <c>|</c>, <c>^</c> and <c>~</c> of <c>sbyte</c>.</summary>
[BpfObject]
public partial class SByteBitwise
{
    public struct Args
    {
        public sbyte Left, Right, And, Or, Xor, Not;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.And = (sbyte)(args.Left & args.Right);
        args.Or = (sbyte)(args.Left | args.Right);
        args.Xor = (sbyte)(args.Left ^ args.Right);
        args.Not = (sbyte)(~args.Left);
        return 1;
    }
}
