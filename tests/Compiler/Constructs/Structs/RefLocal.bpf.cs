namespace CsBpf.Constructs.Structs;

/// <summary>A reference to a field.</summary>
[BpfObject]
public partial class RefLocal
{
    public struct Args
    {
        public int First, Second;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        ref int field = ref args.First;
        field += 3;
        field = ref args.Second;
        field *= 2;
        return field;
    }
}
