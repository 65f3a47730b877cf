using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Elements at known indexes, stored before something is stored at one that varies and read behind it.</summary>
[BpfObject]
public partial class KnownBesideVariable
{
    public struct Args
    {
        public int Index;
        public byte First;
        public byte Ninth;
        public ushort Short;
        public int Sum;
        public int Shorts;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Bytes bytes = default;
        bytes[0] = (byte)(args.First & 15);
        bytes[8] = args.Ninth > 7 ? args.Ninth : (byte)3;
        bytes[1 + (args.Index & 7)] ^= 5;
        args.Sum = bytes[0] + bytes[8];
        Words words = default;
        words[4] = args.Short;
        words[5 + (args.Index & 1)]++;
        words[(args.Index >> 8) & 3] += 7;
        args.Shorts = words[4] + words[0];
        return bytes[0] * 256 + bytes[1 + (args.Short & 7)] + words[6];
    }

    [InlineArray(11)]
    public struct Bytes
    {
        private byte _first;
    }

    [InlineArray(7)]
    public struct Words
    {
        private ushort _first;
    }
}
