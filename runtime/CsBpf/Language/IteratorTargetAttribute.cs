namespace CsBpf;

/// <summary>
/// On the assembly with the context's class: the kernel iterates over these objects. A view is the iterator whose context has most of its
/// parameters: objects are found by their type, directly or through <c>meta</c>, the others by their name.
/// </summary>
/// <param name="target">The iterator's name in the kernel: <c>cgroup</c>, <c>task</c>, <c>bpf_map</c>, ….</param>
/// <param name="context">The class of the context, <c>bpf_iter__</c> and the target.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class IteratorTargetAttribute(string target, Type context) : Attribute
{
    /// <summary>The iterator's name in the kernel.</summary>
    public string Target { get; } = target;

    /// <summary>The class of the context.</summary>
    public Type Context { get; } = context;

    /// <summary>The first kernel that has it, for instance <c>6.1</c>.</summary>
    public required string Since { get; init; }
}
