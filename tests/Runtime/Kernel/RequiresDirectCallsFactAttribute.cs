using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>
/// A test with programs that the kernel calls directly, or in place of a program's function. Skipped, with the reason, where it does not let
/// this process load such.
/// </summary>
internal sealed class RequiresDirectCallsFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Refusal = new(Try);

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Requirement.Bpf ?? Requirement.Tools(Clang.Tool, "bpftool") ?? Refusal.Value;
        set => base.Skip = value;
    }

    private static string? Try()
    {
        byte[] probe = Clang.Compile("""
            __attribute__((section("fentry/bpf_fentry_test1"), used)) int probe(void *ctx) { return 0; }
            char terms[] __attribute__((section("license"), used)) = "GPL";
            """);
        try
        {
            LoadedObject.Load(BpfObjectSpec.Read(probe)).Dispose();
            return null;
        }
        catch (BpfException exception)
        {
            return $"needs a kernel that takes programs for its functions ({exception.Message})";
        }
    }
}
