namespace CsBpf;

/// <summary>A section without interrupts: see <see cref="Bpf.DisableInterrupts"/>. On the CLR it is nothing.</summary>
[KernelSection]
public readonly ref struct InterruptScope
{
    // What the processor's flags were is kept in the program's stack.
    private readonly ref nuint _flags;

    internal InterruptScope(ref nuint flags) => _flags = ref flags;

    /// <summary>Leaves the section.</summary>
    [Kfunc("bpf_local_irq_restore", Since = "6.14")]
    public void Dispose() => _flags = 0;
}
