using System.Diagnostics;

namespace CsBpf.Constructs.Calls;

/// <summary>Methods that C# calls only where a symbol is defined: neither they nor their arguments are computed.</summary>
[BpfObject]
public partial class ConditionalMethods
{
    public struct Args
    {
        public int A;
        public int Result;
    }

    [Syscall(OnFault = -3)]
    public int Run(ref Args args)
    {
        args.Result = args.A;
        Change(ref args.Result, 10 / args.A);
        return 1;
    }

    [Conditional("NOBODY_DEFINES_THIS")]
    private static void Change(ref int value, int by) => value += by;
}
