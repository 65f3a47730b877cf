// csbpf build --cpu v3
using System.Threading;

namespace CsBpf.Constructs.Atomics;

/// <summary>A maximum and a product without a lock: read, compute, exchange unless somebody was faster.</summary>
[BpfObject]
public partial class CompareExchangeLoop
{
    private const int Tries = 8;

    public struct Args
    {
        public int Factor;
        public long Value;
        public long Maximum;
        public int Product;
    }

    private long _maximum;
    private int _product = 1;

    [Syscall]
    public int Run(ref Args args)
    {
        long seen = Volatile.Read(ref _maximum);
        for (int i = 0; i < Tries && args.Value > seen; i++)
        {
            long found = Interlocked.CompareExchange(ref _maximum, args.Value, seen);
            if (found == seen)
                break;
            seen = found;
        }

        int tried = 0;
        int before;
        int product;
        do
        {
            before = Volatile.Read(ref _product);
            product = (before * args.Factor) + 1;
        }
        while (Interlocked.CompareExchange(ref _product, product, before) != before && ++tried < Tries);

        args.Maximum = _maximum;
        args.Product = product;
        return tried;
    }
}
