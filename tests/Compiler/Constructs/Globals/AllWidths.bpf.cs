namespace CsBpf.Constructs.Globals;

/// <summary>Globals of all widths, next to each other.</summary>
[BpfObject]
public partial class AllWidths
{
    public struct Args
    {
        public int Value;
        public long Sum;
    }

    private byte _byte;
    private short _short = -1;
    private bool _flag;
    private long _wide;

    [Syscall]
    public int Run(ref Args args)
    {
        _byte += (byte)args.Value;
        _short -= (short)args.Value;
        _flag = !_flag;
        _wide ^= args.Value;
        args.Sum = _byte + _short + _wide + (_flag ? 1 : 0);
        return 1;
    }
}
