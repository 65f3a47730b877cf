using CsBpf.Object;
using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>A type of the kernel that has a name in C#.</summary>
/// <param name="Name">The name in the kernel.</param>
/// <param name="Type">What the name stands for.</param>
/// <param name="IsTypedef">Whether the name is that of a typedef, and the type behind it has none.</param>
internal sealed record KernelType(string Name, BtfType Type, bool IsTypedef);

/// <summary>A type without qualifiers and typedefs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">The type.</param>
/// <param name="Name">Its tag, or the name of the last typedef before it; empty where it has neither.</param>
internal readonly record struct BareType(uint Id, BtfType Type, string Name);

/// <summary>
/// Which type of the kernel a name in C# stands for. In C, tags and typedefs don't get in each other's way, and several files may each
/// have a type of the same name: here a definition comes before a declaration, a class before an enum, a tag before a typedef, and of
/// equals the first.
/// </summary>
internal sealed class KernelTypes
{
    /// <summary>How many typedefs may follow each other, as in libbpf.</summary>
    private const int MaxDepth = 32;

    private readonly BtfTypes _types;
    private readonly FriendlyNames _friendly;
    private readonly Dictionary<string, KernelType> _named = new(StringComparer.Ordinal);

    public KernelTypes(BtfTypes types, FriendlyNames friendly)
    {
        _types = types;
        _friendly = friendly;
        AddTags(type => type is BtfComposite);
        AddTags(type => type is BtfForward);
        AddTags(type => type is BtfEnum { Values.Length: > 0, Size: 1 or 2 or 4 or 8 });
        AddTypedefs();
    }

    /// <summary>The structs and unions, by name.</summary>
    public IEnumerable<KernelType> Classes => Sorted(type => type is BtfComposite or BtfForward);

    /// <summary>The enumerations, by name.</summary>
    public IEnumerable<KernelType> Enums => Sorted(type => type is BtfEnum);

    /// <summary>The type behind qualifiers and typedefs.</summary>
    /// <exception cref="ObjectFormatException">They lead in a circle.</exception>
    public BareType Bare(uint id)
    {
        string name = "";
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            id = _types.ResolveModifiers(id);
            BtfType type = _types[id];
            if (type is not BtfTypedef typedef)
                return new BareType(id, type, type.Name.Length == 0 ? name : type.Name);
            (name, id) = (typedef.Name, typedef.Target);
        }

        throw new ObjectFormatException($"typedef '{name}' is defined by itself", 0, ".BTF");
    }

    /// <summary>The class of a struct or union, as it is written in C#; null where it has no name.</summary>
    public string? ClassOf(BareType type) =>
        _named.TryGetValue(type.Name, out KernelType? named) && named.Type is BtfComposite or BtfForward
            ? CSharpName.Escape(_friendly.ClassOf(type.Name) ?? type.Name)
            : null;

    /// <summary>The C# enum of an enumeration, as it is written in C#; null where it has no name.</summary>
    public string? EnumOf(BareType type) =>
        _named.TryGetValue(type.Name, out KernelType? named) && named.Type is BtfEnum ? CSharpName.Escape(type.Name) : null;

    private IEnumerable<KernelType> Sorted(Func<BtfType, bool> predicate) =>
        _named.Values.Where(named => predicate(named.Type)).OrderBy(named => named.Name, StringComparer.Ordinal);

    private void AddTags(Func<BtfType, bool> predicate)
    {
        foreach ((_, BtfType type) in _types.All())
        {
            if (predicate(type))
                Add(type.Name, type, isTypedef: false);
        }
    }

    private void AddTypedefs()
    {
        foreach ((_, BtfType type) in _types.All())
        {
            if (type is not BtfTypedef typedef)
                continue;
            BtfType target = _types[_types.ResolveModifiers(typedef.Target)];
            if (target is BtfComposite { Name: "" } or BtfEnum { Name: "", Size: 1 or 2 or 4 or 8 })
                Add(typedef.Name, target, isTypedef: true);
        }
    }

    private void Add(string name, BtfType type, bool isTypedef)
    {
        if (CSharpName.IsValid(name) && !_friendly.IsClass(name))
            _named.TryAdd(name, new KernelType(name, type, isTypedef));
    }
}
