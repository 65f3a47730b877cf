using CsBpf.Testing;

namespace CsBpf.KernelTests.Preload;

/// <summary>The C source of the kernel's own preloaded iterators, which Debian packs with the kernel's other sources.</summary>
internal static class PreloadSource
{
    private const string Archive = "/usr/src/linux-source-6.12.tar.xz";
    private const string Member = "linux-source-6.12/kernel/bpf/preload/iterators/iterators.bpf.c";

    private static readonly Lazy<byte[]> Compiled = new(
        () => Clang.Compile(Command.Output("tar", "-xJOf", Archive, "--occurrence=1", Member)));

    /// <summary>Null where the source is there, else the reason for the skip.</summary>
    public static string? Missing =>
        File.Exists(Archive) ? null : $"needs {Archive}: apt install linux-source-6.12";

    /// <summary>The bytes of the object that clang makes of it.</summary>
    public static byte[] Compile() => Compiled.Value;
}
