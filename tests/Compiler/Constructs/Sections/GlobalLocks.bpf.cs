// csbpf build --target-kernel 6.6

namespace CsBpf.Constructs.Sections;

/// <summary>Spin locks that are globals, each by itself, for what is in other globals.</summary>
[BpfObject]
public partial class GlobalLocks
{
    public struct Args
    {
        public int A;
        public int B;
        public long Result;
    }

    private static BpfSpinLock _total;

    private BpfSpinLock _lock;
    private long _sum;
    private long _count;
    private static long _sums;

    [Syscall(OnFault = -4)]
    public int Run(ref Args args)
    {
        using (_lock.EnterScope())
        {
            _sum += args.A / args.B;
            _count++;
            if (_sum < 0)
                return 2;
        }

        using (_total.EnterScope())
            _sums += _sum;
        args.Result = _sums + _count;
        return 1;
    }
}
