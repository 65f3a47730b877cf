namespace CsBpf;

/// <summary>Questions that are answered when the object is loaded, from the running kernel's BTF (CO-RE). On the CLR they answer for a kernel that has everything.</summary>
public static class Core
{
    /// <summary>True where the kernel has this function. The branch not taken is removed before verification, so it may call what this kernel lacks.</summary>
    /// <param name="kfunc">A method with <see cref="KfuncAttribute"/>, by its name.</param>
    [CoreQuery(CoreQuery.KfuncExists)]
    public static bool KfuncExists(Delegate kfunc)
    {
        ArgumentNullException.ThrowIfNull(kfunc);
        return true;
    }
}

/// <summary>On a method: the question about the kernel that the compiler turns a call into.</summary>
/// <param name="query">The question.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CoreQueryAttribute(CoreQuery query) : Attribute
{
    /// <summary>The question.</summary>
    public CoreQuery Query { get; } = query;
}

/// <summary>What can be asked about the running kernel.</summary>
public enum CoreQuery
{
    /// <summary>Whether a kernel function is there.</summary>
    KfuncExists,
}
