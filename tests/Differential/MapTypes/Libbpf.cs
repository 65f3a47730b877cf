using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>The other loader: what bpftool makes of an object.</summary>
internal static class Libbpf
{
    /// <summary>Loads all programs of an object, with its maps.</summary>
    public static void Load(byte[] content)
    {
        using var directory = new TemporaryDirectory();
        using var bpffs = new TemporaryBpffs();
        CommandResult result = Command.Run("bpftool", "prog", "loadall", directory.Write("object.bpf.o", content), bpffs["programs"]);
        Assert.True(result.ExitCode == 0, $"bpftool does not load the object:\n{result.Error}");
    }
}
