#pragma warning disable CS0162 // Unreachable code is what this is about.

namespace CsBpf.Constructs.Branches;

/// <summary>Conditions that are constants: what they never lead to has no code.</summary>
[BpfObject]
public partial class ConstantCondition
{
    private const int Limit = 8;

    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        if (Limit > 9)
            args.Result = 1;
        while (false || Limit < 0)
            args.Result++;
        args.Result += Limit == 8 ? args.Value : -args.Value;
        do
        {
            if (!(Limit != 8))
                break;
            args.Value = 0;
        }
        while (true);
        return args.Result;
    }
}
