using System.Collections.Concurrent;
using CsBpf.Testing;

namespace CsBpf.Object.Tests;

/// <summary>The C files of <c>Fixtures/</c>, compiled by clang when a test first asks for them.</summary>
internal sealed record CompiledFixture(string Path)
{
    private static readonly ConcurrentDictionary<(string, string, bool), Lazy<CompiledFixture>> Compiled = new();
    private static readonly string Directory = System.IO.Directory.CreateTempSubdirectory("csbpf-object-").FullName;

    static CompiledFixture() => AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.Directory.Delete(Directory, recursive: true);

    /// <summary>The levels of the instruction set and the byte orders, for theories.</summary>
    public static TheoryData<string, bool> Targets { get; } = new()
    {
        { "v1", false }, { "v2", false }, { "v3", false }, { "v4", false }, { "v1", true }, { "v3", true }, { "v4", true },
    };

    public byte[] Bytes { get; } = File.ReadAllBytes(Path);

    public static CompiledFixture Compile(string name, string cpu = "v3", bool bigEndian = false) =>
        Compiled.GetOrAdd((name, cpu, bigEndian), _ => new(() => Make(name, cpu, bigEndian))).Value;

    /// <summary>A path for what a test writes, such as an object that was read and written again.</summary>
    public static string NewPath(string name) => System.IO.Path.Combine(Directory, $"{Guid.NewGuid():n}-{name}");

    private static CompiledFixture Make(string name, string cpu, bool bigEndian)
    {
        string path = System.IO.Path.Combine(Directory, $"{name}.{cpu}.{(bigEndian ? "eb" : "el")}.o");
        Command.Output("clang-19", "-O2", "-g", "-target", bigEndian ? "bpfeb" : "bpfel", $"-mcpu={cpu}", "-c", "-o", path,
            System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name));
        return new(path);
    }
}
