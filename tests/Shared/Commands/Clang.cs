namespace CsBpf.Testing;

/// <summary>Compiles C to BPF objects with the machine's clang, for the tests that compare with it.</summary>
public static class Clang
{
    /// <summary>The executable that is used; what a <c>[RequiresTool…]</c> names.</summary>
    public const string Tool = "clang-19";

    /// <summary>Where Debian keeps the headers of the machine's architecture, which clang does not search for the target BPF.</summary>
    private static readonly string[] SystemIncludes = ["/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu"];

    /// <summary>Compiles C source text to a BPF object with BTF.</summary>
    /// <param name="source">The text; <c>#include "vmlinux.h"</c> gives the running kernel's types (needs bpftool), <c>bpf/bpf_helpers.h</c> libbpf's.</param>
    /// <param name="cpu">As in <c>-mcpu</c>.</param>
    /// <param name="includes">Directories that are searched for headers.</param>
    /// <exception cref="InvalidOperationException">clang refused the source.</exception>
    public static byte[] Compile(string source, string cpu = "v3", params string[] includes)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["source.c"], source);
        if (source.Contains("\"vmlinux.h\"", StringComparison.Ordinal))
        {
            File.WriteAllText(directory["vmlinux.h"], VmlinuxHeader.Text);
        }

        return CompileFile(directory["source.c"], cpu, includes);
    }

    /// <summary>Compiles a C file to a BPF object with BTF; headers beside it are found.</summary>
    /// <inheritdoc cref="Compile"/>
    /// <param name="path">The file.</param>
    public static byte[] CompileFile(string path, string cpu = "v3", params string[] includes)
    {
        using var directory = new TemporaryDirectory();
        Command.Output(Tool,
        [
            "-O2", "-g", "-target", "bpf", $"-mcpu={cpu}", "-D__TARGET_ARCH_x86", "-Wno-missing-declarations",
            .. SystemIncludes.Where(Directory.Exists).SelectMany(include => new[] { "-idirafter", include }),
            .. includes.Select(include => $"-I{include}"),
            "-c", path, "-o", directory["object.o"],
        ]);
        return File.ReadAllBytes(directory["object.o"]);
    }
}
