using CsBpf.Kernel;
using CsBpf.KernelTests.Support;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Values that the kernel keeps with files, for programs of the LSM hooks.</summary>
public sealed class InodeStorageTests
{
    private const string Program = "Check";

    private const string Source = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Files
        {
            private readonly BpfInodeStorage<long> _reads = new();

            [Lsm("inode_permission")]
            public int Check(inode inode, int mask)
            {
                if (_reads.TryGetValue(inode, out long count) && count > 1000)
                    _reads.Remove(inode);
                if (_reads.TryGetValue(inode, out count))
                    _reads.GetOrAdd(inode)++;
                return 0;
            }
        }
        """;

    [RequiresBpfFact(Kernel = "5.10")]
    public void Files_HaveValues_FromUserSpace()
    {
        BpfObjectSpec spec = BpfObjectSpec.Read(BpfSource.CompileObject(Source));
        spec.Program(Program).AutoLoad = false;
        using LoadedObject loaded = LoadedObject.Load(spec);
        using var directory = new TemporaryDirectory();
        string path = directory.Write("file", "content"u8.ToArray());
        var reads = new BpfInodeStorage<long>();
        loaded.Bind(reads, "_reads");

        Assert.False(reads.TryGetValue(path, out _));
        reads.Set(path, 42);
        Assert.True(reads.TryGetValue(path, out long value));
        Assert.Equal(42, value);
        Assert.True(reads.Remove(path));
        Assert.False(reads.TryGetValue(path, out _));
    }

    [RequiresHooksTheory(Programs = true)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Files_HaveValues_FromAProgram(BpfIsa isa)
    {
        using LoadedObject loaded = BpfSource.Load(Source, isa: isa);
        using var directory = new TemporaryDirectory();
        string path = directory.Write("file", "content"u8.ToArray());
        var reads = new BpfInodeStorage<long>();
        loaded.Bind(reads, "_reads");
        reads.Set(path, 5);
        using BpfLink link = loaded.Program<LsmProgram>(Program).Attach();

        _ = File.ReadAllText(path);
        Assert.True(reads.TryGetValue(path, out long value));
        Assert.True(value > 5);
        reads.Set(path, 2000);
        _ = File.ReadAllText(path);
        Assert.False(reads.TryGetValue(path, out _));
    }
}
