namespace CsBpf.Constructs.Pointers;

/// <summary>Pointers to locals and to memory on the stack: moved, compared, subtracted, used.</summary>
[BpfObject]
public unsafe partial class Locals
{
    public struct Args
    {
        public byte From, To;
        public int A, B;
        public long Sum, Distance, Bytes;
        public bool IsBefore, IsSame, IsNull, IsOther;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        int x = args.A;
        int y = args.B;
        int* p = &x;
        *p += 5;
        int* larger = x > y ? p : &y;
        *larger ^= 0x55;

        short* numbers = stackalloc short[16];
        for (int i = 0; i < 16; i++)
            numbers[i] = (short)(args.A * i);
        short* from = numbers + (args.From & 7);
        short* to = &numbers[1 + (args.To & 7)];
        for (short* n = from; n < to; n++)
            args.Sum += *n;
        *from++ = 1;
        *--to = 2;
        to -= 1;
        from = 2 + from;
        args.Distance = to - from;
        args.Bytes = (byte*)to - (byte*)from;
        args.IsBefore = to <= from;
        args.IsSame = to == from;
        short* nothing = null;
        args.IsNull = nothing == null && from != null && nothing < from && !(nothing >= to);
        args.IsOther = (void*)p != (void*)&y && p != &y;
        foreach (short n in new System.Span<short>(numbers, 16))
            args.Sum = args.Sum * 3 + n;
        return x - y;
    }
}
