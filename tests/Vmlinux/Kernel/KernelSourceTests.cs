using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux.Tests;

public sealed class KernelSourceTests
{
    [Fact]
    public void Generate_Snapshot_IsTheSameEveryTime()
    {
        BtfTypes types = KernelSnapshot.Types;
        Assert.Equal(KernelSource.Generate(types, FriendlyNames.None), KernelSource.Generate(types, FriendlyNames.None));
    }

    [RunningKernelFact]
    public void Generate_RunningKernel_HasTheTypesOfItsViews()
    {
        BtfTypes kernel = BtfTypes.Parse(File.ReadAllBytes(RunningKernelFactAttribute.Path));
        string classes = KernelSource.Generate(kernel, FriendlyNames.None)[0].Text;
        Assert.Contains("public class task_struct : KernelObject\n", classes, StringComparison.Ordinal);
        Assert.Contains("public class bpf_iter__task : KernelObject\n", classes, StringComparison.Ordinal);
    }

    private sealed class RunningKernelFactAttribute : FactAttribute
    {
        public const string Path = "/sys/kernel/btf/vmlinux";

        /// <inheritdoc/>
        public override string? Skip
        {
            get => base.Skip ?? (File.Exists(Path) ? null : $"needs a kernel with BTF (CONFIG_DEBUG_INFO_BTF): {Path} is not there");
            set => base.Skip = value;
        }
    }
}
