namespace CsBpf;

/// <summary>A section in which the program is not preempted: see <see cref="Bpf.DisablePreemption"/>. On the CLR it is nothing.</summary>
[KernelSection]
public readonly ref struct PreemptionScope
{
    /// <summary>Leaves the section.</summary>
    [Kfunc("bpf_preempt_enable", Since = "6.10")]
    public void Dispose()
    {
    }
}
