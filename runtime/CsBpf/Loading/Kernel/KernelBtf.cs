using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The types of the running kernel, read when they are first needed and kept for the process.</summary>
internal static class KernelBtf
{
    private const string VmlinuxPath = "/sys/kernel/btf/vmlinux";

    private static readonly Lazy<BtfTypes> Vmlinux = new(ReadVmlinux);

    /// <summary>The types of the running kernel.</summary>
    /// <exception cref="FeatureNotSupportedException">The kernel was built without BTF.</exception>
    public static BtfTypes Running => Vmlinux.Value;

    /// <summary>The types in a file: raw BTF, or an ELF file with a section of it.</summary>
    /// <exception cref="ObjectFormatException">The file is neither.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BtfTypes Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!bytes.AsSpan().StartsWith("\u007fELF"u8))
            return BtfTypes.Parse(bytes);
        return ElfReader.Read(bytes).FindSection(".BTF") is { } section
            ? BtfTypes.Parse(section.Data)
            : throw new ObjectFormatException("the file has no BTF", 0, Path.GetFileName(path));
    }

    private static BtfTypes ReadVmlinux() => File.Exists(VmlinuxPath)
        ? BtfTypes.Parse(File.ReadAllBytes(VmlinuxPath))
        : throw new FeatureNotSupportedException(
            "BTF of the kernel (CONFIG_DEBUG_INFO_BTF)",
            "5.4",
            $"{VmlinuxPath} does not exist; another file with it can be given by {nameof(BpfLoadOptions)}");
}
