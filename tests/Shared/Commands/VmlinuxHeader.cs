namespace CsBpf.Testing;

/// <summary>The running kernel's types in C, as bpftool writes them.</summary>
public static class VmlinuxHeader
{
    private static readonly Lazy<string> Header = new(() => Command.Output("bpftool", "btf", "dump", "file", "/sys/kernel/btf/vmlinux", "format", "c"));

    /// <summary>The text of <c>vmlinux.h</c>.</summary>
    public static string Text => Header.Value;
}
