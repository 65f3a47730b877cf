namespace CsBpf.Constructs.Nullables;

/// <summary>What stands behind <c>and</c> in a pattern looks at the value; constants of the language's own types.</summary>
[BpfObject]
public partial class Narrowed
{
    public struct Args
    {
        public long Value;
        public int Found, Small;
        public byte Bits;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        long? number = (args.Bits & 1) != 0 ? args.Value & 255 : null;
        if (number is > 10 and var large)
            args.Found = (int)large;
        if (number is not null and < 100 and var small)
            args.Small = (int)small + 1;
        (int, int)? pair = (args.Bits & 2) != 0 ? (args.Found, args.Small) : null;
        return pair is ( > 20, var second) and var both ? second + both.Item1 : nint.Size + nameof(Narrowed).Length + "abc"[1];
    }
}
