using CsBpf.Testing;

namespace CsBpf.Cli.Tests.SelfTests;

/// <summary>The kernel's BPF self-tests, as <c>tests/selftests/build</c> made them.</summary>
internal static class SelfTestSet
{
    /// <summary>The directory that they were built in.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("CSBPF_SELFTESTS") is { Length: > 0 } path
        ? path
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "csbpf-selftests");

    /// <summary>Null where they are there, else the reason for the skip.</summary>
    public static string? Missing => Directory.Exists(System.IO.Path.Combine(Path, "objects")) && File.Exists(Veristat)
        ? null
        : $"needs the kernel's self-tests in {Path}: tests/selftests/build";

    /// <summary>The object files, in the order of their names.</summary>
    public static IReadOnlyList<string> Objects =>
        [.. Directory.GetFiles(System.IO.Path.Combine(Path, "objects"), "*.bpf.o").Order(StringComparer.Ordinal)];

    private static string Veristat => System.IO.Path.Combine(Path, "veristat");

    /// <summary>What libbpf and the running kernel say about the programs of objects, each loaded on its own.</summary>
    public static Verdicts RunVeristat(IReadOnlyList<string> objects)
    {
        var verdicts = new Verdicts();
        foreach (string[] some in objects.Chunk(100))
        {
            string output = Command.Run(Veristat, ["-o", "csv", "-e", "file,prog,verdict", .. some]).Output;
            foreach (string line in output.Split('\n'))
            {
                if (line.Split(',') is [var file, var program, var verdict] && (verdict is "success" or "failure"))
                    verdicts.Add(file, program, verdict == "success");
            }
        }

        return verdicts;
    }
}

/// <summary>A test that loads the kernel's BPF self-tests. Skipped, with the reason, where they were not built.</summary>
internal sealed class RequiresSelfTestsFactAttribute : FactAttribute
{
    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Requirement.Bpf ?? SelfTestSet.Missing;
        set => base.Skip = value;
    }
}
