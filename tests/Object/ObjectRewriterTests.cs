using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Object.Tests;

/// <summary>What is read and written again is the same to every other tool, and to the kernel.</summary>
public sealed class ObjectRewriterTests
{
    [RequiresToolTheory("clang-19", "bpftool", "llvm-objdump-19", "llvm-objcopy-19")]
    [MemberData(nameof(CompiledFixture.Targets), MemberType = typeof(CompiledFixture))]
    public void Rewrite_CompiledObject_IsTheSameToOtherTools(string cpu, bool bigEndian)
    {
        foreach ((string name, string sign) in ((string, string)[])[("loadable.c", "CO-RE <byte_off>"), ("kinds.c", "kinds.c:")])
        {
            var fixture = CompiledFixture.Compile(name, cpu, bigEndian);
            string stripped = CompiledFixture.NewPath("stripped.o");
            Command.Output("llvm-objcopy-19", "--strip-debug", fixture.Path, stripped);
            string rewritten = Rewrite(fixture);

            Assert.Equal(Types(stripped), Types(rewritten));
            // With the source lines and CO-RE relocations of .BTF.ext.
            Assert.Equal(Disassembly(stripped), Disassembly(rewritten));
            Assert.Contains(sign, Disassembly(rewritten), StringComparison.Ordinal);
        }
    }

    [RequiresBpfTheory("clang-19", "bpftool", Kernel = "5.17")]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("v3")]
    [InlineData("v4")]
    public void Rewrite_LoadableObject_IsLoadedByBpftool(string cpu)
    {
        using var bpffs = new TemporaryBpffs();
        Command.Output("bpftool", "prog", "loadall", Rewrite(CompiledFixture.Compile("loadable.c", cpu)), bpffs["programs"]);
        Assert.Equal(["enter", "filter"], Directory.EnumerateFileSystemEntries(bpffs["programs"]).Select(Path.GetFileName).Order());
    }

    private static string Rewrite(CompiledFixture fixture)
    {
        string path = CompiledFixture.NewPath("rewritten.o");
        File.WriteAllBytes(path, ObjectRewriter.Rewrite(ElfReader.Read(fixture.Bytes)));
        return path;
    }

    private static string Types(string path) => Command.Output("bpftool", "btf", "dump", "file", path, "format", "raw");

    private static string Disassembly(string path) =>
        Command.Output("llvm-objdump-19", "-d", "-r", "-l", "-S", "--mcpu=v4", path).Replace(path, "object.o", StringComparison.Ordinal);
}
