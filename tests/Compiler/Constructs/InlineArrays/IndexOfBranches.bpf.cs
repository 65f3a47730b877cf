using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Indexes and arrays that branches decide.</summary>
[BpfObject]
public partial class IndexOfBranches
{
    public struct Args
    {
        public int Left, Right;
        public bool Choice;
        public int Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Numbers first = default, second = default;
        int index = args.Left > args.Right ? args.Left : args.Right - 1;
        first[index] = 5;
        second[args.Choice ? args.Left : 3] = args.Right > 0 ? args.Left : args.Right;
        ref Numbers chosen = ref args.Choice ? ref first : ref second;
        chosen[args.Choice ? 1 : 2] += 9;
        int sum = 0;
        for (int i = 0; i < 4; i++)
            sum = (sum * 10) + chosen[i];
        args.Result = sum;
        return first[index];
    }

    [InlineArray(4)]
    public struct Numbers
    {
        private int _first;
    }
}
