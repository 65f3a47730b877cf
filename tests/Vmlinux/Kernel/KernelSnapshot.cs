using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux.Tests;

/// <summary>The snapshot that CsBpf.Kernel is made from.</summary>
internal static class KernelSnapshot
{
    private static readonly Lazy<BtfTypes> Lazy = new(() =>
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "vmlinux.btf.br"));
        return BtfSnapshot.Read(file);
    });

    public static BtfTypes Types => Lazy.Value;

    /// <summary>The member that a path of names leads to, from a struct, union or typedef of one.</summary>
    /// <returns>Null where there is none.</returns>
    public static BtfMember? Find(string type, string path)
    {
        BtfMember? found = null;
        foreach (string name in path.Split('.'))
        {
            BtfComposite? composite = found is { } member ? Composite(member.Type) : Named(type);
            found = composite is null ? null : Find(composite, name);
            if (found is null)
                return null;
        }

        return found;
    }

    private static BtfComposite? Named(string name) =>
        Types.IdsByName(name).Select(Composite).FirstOrDefault(composite => composite is not null);

    /// <summary>The struct or union that a type is, or that it points to.</summary>
    private static BtfComposite? Composite(uint id)
    {
        BtfType type = Types[Types.ResolveQualifiers(id)];
        return (type is BtfPointer pointer ? Types[Types.ResolveQualifiers(pointer.Target)] : type) as BtfComposite;
    }

    private static BtfMember? Find(BtfComposite composite, string name)
    {
        foreach (BtfMember member in composite.Members)
        {
            if (member.Name == name)
                return member;
            if (member.Name.Length == 0 && Composite(member.Type) is { } inner && Find(inner, name) is { } found)
                return found;
        }

        return null;
    }
}
