namespace CsBpf.Constructs.Arithmetic;

/// <summary>Compound assignment, <c>++</c> and <c>--</c> of <c>short</c> convert back after each step.</summary>
[BpfObject]
public partial class Int16CompoundAssignment
{
    public struct Args
    {
        public short Value, Step;
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
