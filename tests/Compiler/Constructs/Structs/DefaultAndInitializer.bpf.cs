namespace CsBpf.Constructs.Structs;

/// <summary><c>default</c>, object initializers, constructors, <c>with</c>.</summary>
[BpfObject]
public partial class DefaultAndInitializer
{
    public struct Args
    {
        public int Value;
        public Triple Zero, Set, Made, Changed;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Zero = default;
        args.Set = new Triple { A = args.Value, C = 7 };
        args.Made = new Triple(args.Value);
        args.Changed = args.Made with { B = 9 };
        return 1;
    }

    public struct Triple(int value)
    {
        public int A = value, B = value + 1;
        public long C = value * 2L;
    }
}
