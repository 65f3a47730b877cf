namespace CsBpf.Constructs.Pointers;

/// <summary>Fixed buffers: in the context, in a map's value, in a global, in a local; by index, and as pointers.</summary>
[BpfObject]
public unsafe partial class Buffers
{
    public readonly BpfArrayMap<Histogram> Histograms = new(maxEntries: 2);

    private static Histogram _total;

    public struct Histogram
    {
        public fixed uint Slots[16];
        public byte Last;
        public fixed byte Name[11];
    }

    public struct Args
    {
        public byte Slot, Other;
        public fixed byte Data[8];
        public uint Count, Total;
        public int Sum;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        ref Histogram histogram = ref Histograms[args.Other & 1];
        histogram.Slots[args.Slot & 15]++;
        histogram.Slots[3] += 7;
        histogram.Name[args.Other % 11] = args.Data[args.Slot & 7];
        histogram.Last = histogram.Name[4];
        _total.Slots[args.Slot & 15] += histogram.Slots[args.Slot & 15];

        Histogram copy = histogram;
        copy.Slots[args.Other & 15] = args.Count;
        uint* slots = copy.Slots;
        for (int i = 0; i < 16; i++)
            args.Total += slots[i] * (uint)i;
        fixed (byte* data = args.Data, name = histogram.Name)
        {
            for (int i = 0; i < 8; i++)
            {
                args.Sum += data[i];
                data[i] = name[i];
            }
        }

        fixed (uint* total = _total.Slots)
            args.Count = total[3];
        return sizeof(Histogram) + copy.Name[10];
    }
}
