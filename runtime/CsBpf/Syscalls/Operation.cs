namespace CsBpf.Syscalls;

/// <summary>What is being tried, for the error when it fails.</summary>
/// <param name="Verb">What is tried: <c>create the map</c>.</param>
/// <param name="Subject">With what: the name of the map, a path; may be null.</param>
/// <param name="Needs">The capabilities that the kernel asks for.</param>
/// <param name="Invalid">What is wrong where the kernel only says that something is (EINVAL); may be null.</param>
internal readonly record struct Operation(
    string Verb, string? Subject = null, CapabilitySet Needs = CapabilitySet.None, string? Invalid = null)
{
    /// <summary>The error of a call.</summary>
    /// <param name="result">The call's negated error number.</param>
    /// <param name="advice">What to do about it; without it, what is known of the error number.</param>
    public BpfException Failed(int result, string? advice = null)
    {
        int errno = -result;
        advice ??= (Errno)errno switch
        {
            Errno.EPERM when Needs != CapabilitySet.None => Capabilities.Advice(Needs),
            Errno.EINVAL => Invalid,
            Errno.EROFS => "the file system is mounted read-only",
            Errno.ENAMETOOLONG => "a file name has at most 255 bytes, a path 4095",
            _ => null,
        };
        return new BpfException(ToString(), errno, advice);
    }

    /// <inheritdoc/>
    public override string ToString() => Subject is null ? Verb : $"{Verb} {Subject}";
}
