// csbpf build --target-kernel 6.9

namespace CsBpf.Constructs.Sections;

/// <summary>Loops over spans that need a budget, whose fault must leave the section.</summary>
[BpfObject]
public partial class LongSpans
{
    [System.Runtime.CompilerServices.InlineArray(60_000)]
    public struct Bytes
    {
        private byte _first;
    }

    public struct Args
    {
        public ushort At;
        public byte Value, First, Second;
        public int Found, Count;
    }

    private static Bytes _bytes;

    [Syscall(OnFault = -4)]
    public int Run(ref Args args)
    {
        System.Span<byte> bytes = _bytes;
        bytes[args.At % bytes.Length] = args.Value;
        using (Bpf.RcuRead())
        {
            args.Found = System.MemoryExtensions.IndexOfAny(bytes, args.First, args.Second);
            args.Count = System.MemoryExtensions.Count(bytes, args.Value);
        }

        return bytes[args.First];
    }
}
