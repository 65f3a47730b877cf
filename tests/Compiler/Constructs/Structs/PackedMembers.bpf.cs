using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Structs;

/// <summary>Members of a struct in a packed struct, which read it: they work on a copy, for nobody may refer to it.</summary>
[BpfObject]
public partial class PackedMembers
{
    public struct Args
    {
        public uint Left, Right;
        public Header Header;
        public uint Sum;
        public bool IsSame;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ref Header header = ref args.Header;
        header.Source = new IPv4Address(args.Left);
        header.Count.Wide += args.Right;
        args.Sum = header.Source.NetworkOrder + header.Count.Low;
        args.IsSame = header.Source.Equals(header.Target);
        return header.Kind;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Header
    {
        public byte Kind;
        public IPv4Address Source, Target;
        public Counter Count;
    }

    public struct Counter
    {
        public ulong Wide;

        public readonly uint Low => (uint)Wide;
    }
}
