using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The running kernel lacks what a BPF object needs.</summary>
public sealed class FeatureNotSupportedException : BpfException
{
    /// <summary>Says what is lacking.</summary>
    /// <param name="feature">What the kernel lacks: <c>the map type Arena</c>.</param>
    /// <param name="firstKernel">The first kernel that has it: <c>6.9</c>; null where that is not known.</param>
    /// <param name="advice">What more there is to say.</param>
    public FeatureNotSupportedException(string feature, string? firstKernel, string? advice = null)
        : base("use " + feature, (int)Syscalls.Errno.EOPNOTSUPP, Compose(feature, firstKernel, advice), innerException: null)
    {
        Feature = feature;
        FirstKernel = firstKernel;
    }

    /// <summary>What the kernel lacks.</summary>
    public string Feature { get; }

    /// <summary>The first kernel that has it; null where that is not known.</summary>
    public string? FirstKernel { get; }

    private static string Compose(string feature, string? firstKernel, string? advice)
    {
        string since = firstKernel is null ? "" : $", which is there from Linux {firstKernel}";
        string more = advice is null ? "" : "; " + advice;
        return $"This kernel ({KernelVersion.Release}) does not have {feature}{since}{more}.";
    }
}
