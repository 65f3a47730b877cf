using CsBpf.Testing;
using static CsBpf.Vmlinux.Tests.CTypes;

namespace CsBpf.Vmlinux.Tests;

/// <summary>The program that the build of CsBpf.Kernel runs.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Run_Snapshot_WritesTheFilesAndLeavesThoseThatStayTheSame()
    {
        var types = new CTypes();
        types.Struct("node", Member("x", types.Int));
        string snapshot = WriteSnapshot(types);
        string names = _directory.Write("names.txt", "# none\n"u8);

        Run(snapshot, names, _directory["out"]).EnsureSuccess();
        string classes = Path.Combine(_directory["out"], "Classes.g.cs");
        Assert.Contains("class node", File.ReadAllText(classes), StringComparison.Ordinal);

        DateTime before = File.GetLastWriteTimeUtc(classes);
        Run(snapshot, names, _directory["out"]).EnsureSuccess();
        Assert.Equal(before, File.GetLastWriteTimeUtc(classes));
    }

    [Fact]
    public void Run_NoSnapshot_IsOneError()
    {
        string file = _directory.Write("types.btf.br", "no snapshot"u8);
        CommandResult result = Run(file, _directory.Write("names.txt", ""u8), _directory["out"]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("CsBpf.Vmlinux: error : ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Run_BadTable_IsOneErrorWithFileAndLine()
    {
        string names = _directory.Write("names.txt", "# one\ncgroup\n"u8);
        CommandResult result = Run(WriteSnapshot(new CTypes()), names, _directory["out"]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"CsBpf.Vmlinux: error : {names}: Line 2 ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoArguments_PrintsHowItIsUsed()
    {
        CommandResult result = Run();
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("usage: ", result.Error, StringComparison.Ordinal);
    }

    private string WriteSnapshot(CTypes types)
    {
        using var bytes = new MemoryStream();
        BtfSnapshot.Write(types.Build(), bytes);
        return _directory.Write("types.btf.br", bytes.ToArray());
    }

    private static CommandResult Run(params string[] arguments) =>
        Command.Run("dotnet", ["exec", typeof(KernelSource).Assembly.Location, .. arguments]);
}
