using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Indexes whose bounds the program tests itself, by masks, comparisons and loops.</summary>
[BpfObject]
public partial class GuardedIndex
{
    public struct Args
    {
        public int Index;
        public long Wide;
        public int Masked, Tested, Summed, Converted;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Numbers numbers = default;
        for (int i = 0; i < 8; i++)
            numbers[i] = (ushort)(args.Wide >> i);
        args.Masked = numbers[args.Index & 7];
        args.Tested = -1;
        if (args.Index >= 0 && args.Index < 8)
            args.Tested = numbers[args.Index];
        for (int i = 7; i >= 0; i--)
        {
            if (i == args.Index)
                continue;
            args.Summed = (args.Summed * 3) + numbers[i];
        }

        args.Converted = numbers[(int)args.Wide];
        return 1;
    }

    [InlineArray(8)]
    public struct Numbers
    {
        private ushort _first;
    }
}
