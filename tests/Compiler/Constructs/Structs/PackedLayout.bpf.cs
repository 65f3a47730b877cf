namespace CsBpf.Constructs.Structs;

/// <summary>A struct without padding.</summary>
[BpfObject]
public partial class PackedLayout
{
    public struct Args
    {
        public Packed Packed;
        public uint Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = args.Packed.Value + args.Packed.Kind;
        args.Packed.Value = args.Packed.Tail;
        return 1;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1)]
    public struct Packed
    {
        public byte Kind;
        public uint Value;
        public ushort Tail;
    }
}
