namespace CsBpf;

/// <summary>A read-side critical section of RCU: see <see cref="Bpf.RcuRead"/>. On the CLR it is nothing.</summary>
[KernelSection]
public readonly ref struct RcuReadScope
{
    /// <summary>Leaves the section.</summary>
    [Kfunc("bpf_rcu_read_unlock", Since = Bpf.RcuSince)]
    public void Dispose()
    {
    }
}
