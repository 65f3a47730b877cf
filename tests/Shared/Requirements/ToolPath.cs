namespace CsBpf.Testing;

/// <summary>Where executables are found, and which Debian package brings each.</summary>
internal static class ToolPath
{
    private static readonly string[] SystemDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    private static readonly Dictionary<string, string> Packages = new()
    {
        ["bpftool"] = "bpftool",
        ["clang-19"] = "clang-19",
        ["cpio"] = "cpio",
        ["gcc"] = "gcc",
        ["llvm-objcopy-19"] = "llvm-19",
        ["llvm-objdump-19"] = "llvm-19",
        ["llvm-readelf-19"] = "llvm-19",
        ["qemu-system-x86_64"] = "qemu-system-x86",
        ["setpriv"] = "util-linux",
        ["xz"] = "xz-utils",
    };

    /// <summary>The full path of <paramref name="tool"/>; null when it is neither on the path nor in a system directory.</summary>
    public static string? Find(string tool)
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(SystemDirectories).Select(directory => Path.Combine(directory, tool)).FirstOrDefault(File.Exists);
    }

    /// <summary>The command that installs <paramref name="tool"/> on Debian.</summary>
    public static string HowToGet(string tool) => $"apt install {Packages.GetValueOrDefault(tool, tool)}";
}
