namespace CsBpf.Constructs.Bools;

/// <summary><c>!</c>, <c>&amp;</c>, <c>|</c>, <c>^</c>, <c>==</c> of <c>bool</c>.</summary>
[BpfObject]
public partial class Operators
{
    public struct Args
    {
        public bool Left, Right, Not, And, Or, Xor, Same;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Not = !args.Left;
        args.And = args.Left & args.Right;
        args.Or = args.Left | args.Right;
        args.Xor = args.Left ^ args.Right;
        args.Same = args.Left == args.Right;
        return 1;
    }
}
