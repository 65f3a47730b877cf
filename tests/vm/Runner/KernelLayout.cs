using CsBpf.Object.Btf;

namespace CsBpf.VmRunner;

/// <summary>Where the running kernel has its fields: what differs from kernel to kernel while the object's bytes stay the same.</summary>
internal static class KernelLayout
{
    private static readonly Lazy<BtfTypes> Kernel = new(() => BtfTypes.Parse(File.ReadAllBytes("/sys/kernel/btf/vmlinux")));

    /// <summary>Prints <c>layout struct.field offset</c> for each field, in bytes.</summary>
    public static void Print(params ReadOnlySpan<(string Type, string Field)> fields)
    {
        foreach (var (type, field) in fields)
            Console.WriteLine($"layout {type}.{field} {OffsetOf(type, field)?.ToString() ?? "none"}");
    }

    private static uint? OffsetOf(string type, string field) =>
        Kernel.Value.FindByName(type, BtfKind.Struct) is { } id ? OffsetOf(id, field) : null;

    /// <summary>A field can stand in a struct or union without a name.</summary>
    private static uint? OffsetOf(uint id, string field)
    {
        if (Kernel.Value[Kernel.Value.ResolveQualifiers(id)] is not BtfComposite composite)
            return null;

        foreach (var member in composite.Members)
        {
            if (member.Name == field)
                return member.BitOffset / 8;
            if (member.Name.Length == 0 && OffsetOf(member.Type, field) is { } offset)
                return member.BitOffset / 8 + offset;
        }

        return null;
    }
}
