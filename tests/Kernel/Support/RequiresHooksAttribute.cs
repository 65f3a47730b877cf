using CsBpf.Testing;

namespace CsBpf.KernelTests.Support;

/// <summary>A theory with programs for functions of the kernel. Skipped, with the reason, where the kernel has none, or does not let this process.</summary>
internal sealed class RequiresHooksTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> MissingPrograms = new(Load);

    /// <summary>Whether it needs programs that are called directly: fentry, fexit, fmod_ret, lsm.</summary>
    public bool Programs { get; set; }

    /// <summary>Whether it needs probes.</summary>
    public bool Kprobes { get; set; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Requirement.Bpf ?? (Programs ? MissingPrograms.Value : null) ?? (Kprobes ? MissingKprobes : null);
        set => base.Skip = value;
    }

    private static string? MissingKprobes => Directory.Exists("/sys/bus/event_source/devices/kprobe")
        ? null
        : "needs a kernel with probes (CONFIG_KPROBES): tests/vm/test runs the tests on one";

    private static string? Load()
    {
        try
        {
            BpfSource.Load("using CsBpf; [BpfObject] public partial class Probe { [Fentry(\"vfs_open\")] void Run() { } }").Dispose();
            return null;
        }
        catch (BpfException exception)
        {
            return $"needs a kernel that takes programs for its functions ({exception.Message}): tests/vm/test runs the tests on one";
        }
    }
}
