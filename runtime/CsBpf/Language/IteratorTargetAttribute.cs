namespace CsBpf;

/// <summary>
/// On a kernel class: a view with a parameter of this class iterates over these objects. The program's context is the kernel type
/// <see cref="Context"/>; every other parameter of the view is found in the context by its type, directly or through its <c>meta</c>.
/// </summary>
/// <param name="target">The iterator's name in the kernel: <c>cgroup</c>, <c>task</c>, <c>bpf_map</c>, ….</param>
/// <param name="context">The class of the context, <c>bpf_iter__</c> and the target.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class IteratorTargetAttribute(string target, Type context) : Attribute
{
    /// <summary>The iterator's name in the kernel.</summary>
    public string Target { get; } = target;

    /// <summary>The class of the context.</summary>
    public Type Context { get; } = context;
}
