using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>An array on the stack, written and read at indexes that are known at run time only; outside of it is a fault.</summary>
[BpfObject]
public partial class VariableIndex
{
    public struct Args
    {
        public int Write, Read;
        public int Value, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        var numbers = new Numbers();
        for (int i = 0; i < 8; i++)
            numbers[i] = i * 10;
        numbers[args.Write] = args.Value;
        args.Result = numbers[args.Read];
        return 1;
    }

    [InlineArray(8)]
    public struct Numbers
    {
        private int _first;
    }
}
