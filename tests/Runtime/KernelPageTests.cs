using System.Reflection;
using System.Runtime.CompilerServices;

namespace CsBpf.Runtime.Tests;

/// <summary>The page <c>docs/kernel.md</c> names everything that a program can use, with a test of it.</summary>
public sealed class KernelPageTests
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(ThisDirectory(), "..", ".."));

    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Repository, "docs", "kernel.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void Maps_AreOnThePage() => Assert.Empty(
        typeof(BpfMap).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(MapTypeAttribute), inherit: false))
            .Select(type => $"`{type.Name.Split('`')[0]}`").Except(Names()));

    [Fact]
    public void ProgramAttributes_AreOnThePage() => Assert.Empty(
        typeof(BpfProgramAttribute).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(BpfProgramAttribute)))
            .Select(type => $"`[{type.Name[..^nameof(Attribute).Length]}]`").Except(Names()));

    [Fact]
    public void Tests_OnThePage_AreThere()
    {
        string tests = Path.Combine(Repository, "tests");
        HashSet<string> files = [.. Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];

        Assert.NotEmpty(Rows);
        Assert.All(Rows, row => Assert.True(
            files.Contains($"{row[^1]}.cs") || File.Exists(Path.Combine(tests, "Compiler", "Constructs", $"{row[^1]}.bpf.cs")), string.Join(" | ", row)));
    }

    private static IEnumerable<string> Names() => Rows.SelectMany(row => row[0].Split(", "));

    private static string ThisDirectory([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
