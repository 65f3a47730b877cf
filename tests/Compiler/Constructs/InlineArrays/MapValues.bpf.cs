using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Arrays in the values of maps, and in a global variable.</summary>
[BpfObject]
public partial class MapValues
{
    public readonly BpfArrayMap<Histogram> Histograms = new(maxEntries: 2);
    public Buckets Total;

    public struct Args
    {
        public int Bucket;
        public int Map;
        public int Result;
        public long Count;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        ref Histogram histogram = ref Histograms[args.Map & 1];
        histogram.Count++;
        histogram.Buckets[args.Bucket] += 3;
        Total[args.Bucket]++;
        args.Result = histogram.Buckets[0] + histogram.Buckets[^1] + Total[^2];
        args.Count = histogram.Count;
        return 1;
    }

    public struct Histogram
    {
        public long Count;
        public Buckets Buckets;
    }

    [InlineArray(5)]
    public struct Buckets
    {
        private int _first;
    }
}
