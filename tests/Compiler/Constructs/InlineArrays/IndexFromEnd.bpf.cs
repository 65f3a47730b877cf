using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Indexes that count from the end, constant and not.</summary>
[BpfObject]
public partial class IndexFromEnd
{
    public struct Args
    {
        public int Back;
        public sbyte Value;
        public int Last, Chosen;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Bytes bytes = default;
        bytes[^1] = args.Value;
        bytes[^3] = 7;
        bytes[^args.Back]--;
        args.Last = bytes[^1];
        args.Chosen = bytes[^args.Back];
        return 1;
    }

    [InlineArray(3)]
    public struct Bytes
    {
        private sbyte _first;
    }
}
