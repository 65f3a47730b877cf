namespace CsBpf.Constructs.Faults;

/// <summary>Checked arithmetic, conversions and divisions of numbers that can't overflow or be zero, beside others that can.</summary>
[BpfObject]
public partial class ChecksInRange
{
    public struct Args
    {
        public int X, Y, Z;
        public byte Small;
        public long Sum, Product, Quotients, Narrowed, Counted;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        checked
        {
            int x = args.X & 0xffff;
            int y = args.Y & 0xff;
            args.Sum = x + y - args.Small;
            args.Product = (x * y) + (long)args.Z;
            args.Narrowed = (byte)(x >> 8) + (sbyte)(y >> 1) + (ushort)(x | y);
            args.Quotients = (args.Z / (y + 1)) + (args.Z % (args.Small + 1)) + (x / (y | 1));

            int most = args.Z;
            if (most is < -100 or > 100)
                most = 100;
            args.Quotients += (most + 1000) / (most - 101);
            for (int i = 0; i < most; i++)
                args.Counted += i * most;

            int doubled = args.Z * 2;
            args.Sum += doubled;
            args.Sum /= args.Y;
        }

        return 1;
    }
}
