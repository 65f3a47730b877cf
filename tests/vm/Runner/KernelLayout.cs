using CsBpf.Object.Btf;

namespace CsBpf.VmRunner;

/// <summary>Where the running kernel has its fields: what differs from kernel to kernel while the object's bytes stay the same.</summary>
internal static class KernelLayout
{
    /// <summary>Prints <c>layout struct.field offset</c> for each field, in bytes.</summary>
    public static void Print(params ReadOnlySpan<(string Type, string Field)> fields)
    {
        BtfTypes kernel = BtfTypes.Parse(File.ReadAllBytes("/sys/kernel/btf/vmlinux"));
        foreach (var (type, field) in fields)
            Console.WriteLine($"layout {type}.{field} {OffsetOf(kernel, type, field)?.ToString() ?? "none"}");
    }

    private static uint? OffsetOf(BtfTypes kernel, string type, string field) =>
        kernel.FindByName(type, BtfKind.Struct) is { } id && kernel[id] is BtfStruct found
            ? found.Members.Where(member => member.Name == field).Select(member => (uint?)member.BitOffset / 8).FirstOrDefault()
            : null;
}
