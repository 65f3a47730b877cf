namespace CsBpf;

/// <summary>
/// The kernel calls delegates of this type: as an argument of a <see cref="HelperAttribute">helper</see>, such a delegate becomes a function of
/// the object and a context on the caller's stack, through which it reaches the variables that it captures. The delegate returns nothing, or
/// <see langword="true"/> to be called again.
/// </summary>
[AttributeUsage(AttributeTargets.Delegate)]
public sealed class CallbackAttribute : Attribute
{
    /// <summary>The number of arguments that the kernel passes before those of the delegate.</summary>
    public int Skipped { get; init; }

    /// <summary>True where the kernel calls the delegate after the helper has returned: it has no context, captures no variables and returns nothing.</summary>
    public bool IsLater { get; init; }
}
