namespace CsBpf.Constructs.Maps;

/// <summary>A program has the value of its own processor.</summary>
[BpfObject]
public partial class PerCpuArray
{
    public struct Args
    {
        public int Index;
        public long Amount, Before, After;
        public bool IsThere, IsChanged;
    }

    private readonly BpfPerCpuArrayMap<long> _sums = new(maxEntries: 4);

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        int index = args.Index % 6;
        args.IsThere = _sums.TryGetValue(index, out args.Before);
        args.IsChanged = _sums.TryUpdate(index, 3);
        ref long sum = ref _sums[index];
        sum += args.Amount;
        args.After = _sums[index];
        foreach (int i in 0..4)
            _sums[i] = 0;
        return 1;
    }
}
