namespace CsBpf.Constructs.Casts;

/// <summary><c>char</c>, <c>nint</c> and <c>nuint</c>.</summary>
[BpfObject]
public partial class CharAndNative
{
    public struct Args
    {
        public int Value;
        public char Char;
        public long Native;
        public ulong UnsignedNative;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        char letter = (char)args.Value;
        letter++;
        args.Char = letter;
        nint native = args.Value;
        args.Native = native * 0x1_0000;
        args.UnsignedNative = (nuint)args.Value + letter;
        return letter > 'A' ? 1 : 2;
    }
}
