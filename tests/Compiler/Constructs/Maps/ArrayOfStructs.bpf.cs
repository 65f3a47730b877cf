namespace CsBpf.Constructs.Maps;

/// <summary>A field of a struct in an array, and the whole struct.</summary>
[BpfObject]
public partial class ArrayOfStructs
{
    public struct Args
    {
        public int Index;
        public Sample Sample;
        public ulong Last;
    }

    private readonly BpfArrayMap<Sample> _samples = new(maxEntries: 2);

    public struct Sample
    {
        public bool Flag;
        public ulong Value;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        ref Sample slot = ref _samples[args.Index & 1];
        args.Last = slot.Value;
        slot = args.Sample;
        slot.Flag = !slot.Flag;
        args.Sample = _samples[1 - (args.Index & 1)];
        return 1;
    }
}
