using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>
/// Describes kernel types as CO-RE relocations need them: each with only the members that the module uses, at made-up offsets; the loader
/// finds the real ones by name.
/// </summary>
/// <param name="types">Describes the types of members.</param>
/// <param name="shapes">The shapes of the C# types.</param>
internal sealed class KernelTypeTable(BtfTypeMap types, TypeShapes shapes)
{
    // Only the last member of a struct has no length; here one that is used before others comes before them, and has to have one.
    private const int FlexibleLength = 1 << 8;

    private readonly Dictionary<object, KernelTypeEntry> _entries = [];

    /// <summary>The type that a kernel class stands for: what a path starts at and a pointer leads to.</summary>
    public uint this[INamedTypeSymbol type] => Entry(type).Id;

    /// <summary>The type of a value of a C# type as a kernel function sees it: kernel classes are pointers to their types.</summary>
    public uint ParameterType(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named when named.IsKernelClass() => types.Pointer(this[named]),
        _ when type.GetKernelReference() == KernelReferenceKind.String => types.Pointer(types.Character),
        _ => types[type],
    };

    /// <summary>The index of a member in its type, which gets the member with its first use.</summary>
    public int MemberIndex(INamedTypeSymbol type, IPropertySymbol property)
    {
        KernelTypeEntry entry = Entry(type);
        string name = property.GetKernelMember();
        if (entry.Indices.TryGetValue(name, out int index))
            return index;
        index = entry.Members.Count;
        entry.Indices.Add(name, index);
        entry.Members.Add(MemberType(name, property));
        return index;
    }

    /// <summary>Gives a type all members that its class has.</summary>
    public void AddMembers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (IPropertySymbol property in current.GetMembers().OfType<IPropertySymbol>())
            {
                string member = property.GetKernelMember();
                if (!property.IsStatic && !property.IsIndexer && !member.Contains('.') && member.Length > 0)
                    MemberIndex(type, KernelPath.FindMember(type, member) ?? property);
            }
        }
    }

    /// <summary>Puts the types into the module, once all uses are known.</summary>
    public void Complete()
    {
        foreach (KernelTypeEntry entry in _entries.Values)
            Complete(entry);
    }

    private KernelTypeEntry Entry(INamedTypeSymbol type)
    {
        KernelTypeBinding binding = type.OriginalDefinition.GetKernelType();
        object key = binding.Name.Length == 0 ? type.OriginalDefinition : binding;
        if (_entries.TryGetValue(key, out KernelTypeEntry? entry))
            return entry;
        uint composite = types.Types.Reserve();
        entry = new KernelTypeEntry(binding, composite, binding.IsTypedef ? types.Types.Add(new BtfTypedef(binding.Name, composite)) : composite);
        _entries.Add(key, entry);
        return entry;
    }

    private KernelTypeMember MemberType(string name, IPropertySymbol property)
    {
        ITypeSymbol type = property.Type;
        int length = property.GetArrayLength() ?? 0;
        if (property.GetBitfield() is { } bits)
            return new KernelTypeMember(name, types[type], shapes[type].Size, (byte)bits);
        if (property.IsEmbedded() && type is INamedTypeSymbol embedded)
            return Embedded(name, Entry(embedded), 1, isArray: false);
        switch (type.GetKernelReference())
        {
            case KernelReferenceKind.String when property.GetArrayLength() is not null:
                return new KernelTypeMember(name, types.Array(types.Character, length), length);
            case KernelReferenceKind.String:
                return Pointer(name, types.Character);
            case KernelReferenceKind.Object:
                return Pointer(name, this[(INamedTypeSymbol)type]);
            case KernelReferenceKind.Pointer:
                return Pointer(name, PointerElement(((INamedTypeSymbol)type).TypeArguments[0]));
            case KernelReferenceKind.PointerArray:
                return Array(name, PointerElement(((INamedTypeSymbol)type).TypeArguments[0]), length, sizeof(ulong));
            case KernelReferenceKind.Array when ((INamedTypeSymbol)type).TypeArguments[0] is INamedTypeSymbol element && element.IsKernelClass():
                return Embedded(name, Entry(element), length, isArray: true);
            case KernelReferenceKind.Array:
                ITypeSymbol scalar = ((INamedTypeSymbol)type).TypeArguments[0];
                return Array(name, ScalarType(scalar), length, shapes[scalar].Size);
            default:
                return new KernelTypeMember(name, ScalarType(type), shapes[type].Size);
        }
    }

    private static KernelTypeMember Embedded(string name, KernelTypeEntry entry, int count, bool isArray) =>
        new(name, 0, 0) { Embedded = entry, Count = count, IsArray = isArray };

    private KernelTypeMember Array(string name, uint element, int length, int elementSize) => new(name, types.Array(element, length), length * elementSize)
    {
        FlexibleElement = length == 0 ? (element, elementSize) : null,
    };

    private KernelTypeMember Pointer(string name, uint target) => new(name, types.Pointer(target), sizeof(ulong));

    private uint PointerElement(ITypeSymbol element) =>
        element is INamedTypeSymbol named && named.IsKernelClass() ? types.Pointer(this[named]) : ScalarType(element);

    // A machine word of C# in a kernel class is a pointer that leads to nothing with a type.
    private uint ScalarType(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_UIntPtr or SpecialType.System_IntPtr } => types.Pointer(0),
        _ => types[type],
    };

    private int Complete(KernelTypeEntry entry)
    {
        if (entry.Size is { } known)
            return known;
        var members = new List<BtfMember>();
        int end = 0;
        foreach (KernelTypeMember member in entry.Members)
        {
            (uint type, int size) = (member.Type, member.Size);
            bool isLast = member == entry.Members[^1];
            if (member.Embedded is { } embedded)
            {
                int count = member.IsArray && member.Count == 0 && !isLast ? FlexibleLength : member.Count;
                size = Complete(embedded) * count;
                type = member.IsArray ? types.Array(embedded.Id, count) : embedded.Id;
            }
            else if (!isLast && member.FlexibleElement is var (element, elementSize))
            {
                (type, size) = (types.Array(element, FlexibleLength), FlexibleLength * elementSize);
            }

            int offset = entry.Binding.IsUnion ? 0 : end;
            members.Add(new BtfMember(member.Name, type, (uint)offset * 8, member.BitfieldSize));
            // Everything at a multiple of 8 is aligned, whatever its type.
            end = Math.Max(end, offset + (size + 7) / 8 * 8);
        }

        entry.Size = end;
        string name = entry.Binding.IsTypedef ? "" : entry.Binding.Name;
        types.Types.Set(entry.Composite, entry.Binding.IsUnion
            ? new BtfUnion(name, (uint)end, [.. members])
            : new BtfStruct(name, (uint)end, [.. members]));
        return end;
    }

    private sealed record KernelTypeMember(string Name, uint Type, int Size, byte BitfieldSize = 0)
    {
        public KernelTypeEntry? Embedded { get; init; }

        public int Count { get; init; }

        public bool IsArray { get; init; }

        public (uint Type, int Size)? FlexibleElement { get; init; }
    }

    private sealed class KernelTypeEntry(KernelTypeBinding binding, uint composite, uint id)
    {
        public KernelTypeBinding Binding { get; } = binding;

        public uint Composite { get; } = composite;

        public uint Id { get; } = id;

        public List<KernelTypeMember> Members { get; } = [];

        public Dictionary<string, int> Indices { get; } = [];

        public int? Size { get; set; }
    }
}
