using System.Collections.Immutable;

namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>A section of the kernel that a program enters and leaves by calls.</summary>
internal enum KernelSection
{
    /// <summary>A read-side critical section of RCU.</summary>
    Rcu,

    /// <summary>Preemption is off.</summary>
    Preemption,

    /// <summary>Interrupts are off.</summary>
    Interrupts,

    /// <summary>A spin lock is held.</summary>
    SpinLock,
}

/// <summary>The sections of the kernel that a function is in: the same at a place on all ways there, for only <c>using</c> enters and leaves them.</summary>
internal sealed class KernelSections
{
    private static readonly Dictionary<string, (KernelSection Section, bool IsEntry)> Boundaries = new()
    {
        ["bpf_rcu_read_lock"] = (KernelSection.Rcu, true),
        ["bpf_rcu_read_unlock"] = (KernelSection.Rcu, false),
        ["bpf_preempt_disable"] = (KernelSection.Preemption, true),
        ["bpf_preempt_enable"] = (KernelSection.Preemption, false),
        ["bpf_local_irq_save"] = (KernelSection.Interrupts, true),
        ["bpf_local_irq_restore"] = (KernelSection.Interrupts, false),
        ["bpf_spin_lock"] = (KernelSection.SpinLock, true),
        ["bpf_spin_unlock"] = (KernelSection.SpinLock, false),
    };

    private readonly Dictionary<BasicBlock, ImmutableArray<KernelSection>> _starts = [];

    /// <summary>Follows a function from its start.</summary>
    /// <param name="function">The function.</param>
    /// <param name="atStart">The sections that its caller is in, outer to inner.</param>
    public KernelSections(Function function, ImmutableArray<KernelSection> atStart)
    {
        var work = new Stack<BasicBlock>([function.Entry]);
        _starts.Add(function.Entry, atStart);
        while (work.TryPop(out BasicBlock? block))
        {
            ImmutableArray<KernelSection> end = AtEnd(block);
            foreach (BasicBlock successor in block.Successors.Where(successor => _starts.TryAdd(successor, end)))
                work.Push(successor);
        }
    }

    /// <summary>True where a function calls what enters or leaves a section.</summary>
    public static bool HasBoundaries(Function function) => function.Blocks.Exists(block => block.Values.Exists(value => BoundaryOf(value) is not null));

    /// <summary>The section that a value enters or leaves; null for others.</summary>
    public static (KernelSection Section, bool IsEntry)? BoundaryOf(Value value)
    {
        string? name = value.Opcode switch
        {
            Opcode.CallHelper => value.Helper.Name,
            Opcode.CallKfunc => value.Kfunc.Name,
            _ => null,
        };
        return name is not null && Boundaries.TryGetValue(name, out (KernelSection Section, bool IsEntry) boundary) ? boundary : null;
    }

    /// <summary>The sections where a block ends, outer to inner; none where control doesn't get to it.</summary>
    public ImmutableArray<KernelSection> AtEnd(BasicBlock block) =>
        Values(block).Aggregate(AtStart(block), (_, step) => After(step.Open, step.Value));

    /// <summary>The values of a block, each with the sections that it is in, outer to inner.</summary>
    public IEnumerable<(Value Value, ImmutableArray<KernelSection> Open)> Values(BasicBlock block)
    {
        ImmutableArray<KernelSection> open = AtStart(block);
        foreach (Value value in block.Values)
        {
            yield return (value, open);
            open = After(open, value);
        }
    }

    private ImmutableArray<KernelSection> AtStart(BasicBlock block) => _starts.GetValueOrDefault(block, []);

    private static ImmutableArray<KernelSection> After(ImmutableArray<KernelSection> open, Value value) => BoundaryOf(value) switch
    {
        (var section, true) => open.Add(section),
        (var section, false) => open.LastIndexOf(section) is >= 0 and var index ? open.RemoveAt(index) : open,
        null => open,
    };
}
