namespace CsBpf.Constructs.Branches;

/// <summary><c>is</c> with relations, <c>and</c>, <c>or</c>, <c>not</c>.</summary>
[BpfObject]
public partial class RelationalPatterns
{
    public struct Args
    {
        public int Value;
        public bool InRange, Outside, NotZero, IsDigit;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.InRange = args.Value is > 10 and <= 20;
        args.Outside = args.Value is < -5 or > 5;
        args.NotZero = args.Value is not 0;
        args.IsDigit = (char)args.Value is >= '0' and <= '9';
        return 1;
    }
}
