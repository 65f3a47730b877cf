namespace CsBpf.Constructs.Arithmetic;

/// <summary>Compound assignment, <c>++</c> and <c>--</c> of <c>byte</c> convert back after each step.</summary>
[BpfObject]
public partial class ByteCompoundAssignment
{
    public struct Args
    {
        public byte Value, Step;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Value += args.Step;
        args.Value *= 3;
        args.Value++;
        args.Value ^= args.Step;
        args.Value--;
        args.Value -= args.Step;
        args.Step++;
        return 1;
    }
}
