using System.Text;
using CsBpf.Object;
using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>Writes the classes of structs and unions.</summary>
internal sealed class ClassWriter(KernelTypes types, FriendlyNames friendly, StringBuilder output)
{
    /// <summary>How many structs without a name may lie in each other: the kernel has a few, one in itself would go on forever.</summary>
    private const int MaxDepth = 16;

    /// <summary>Ten times what a kernel has: structs without a name, each several times in others, could multiply without end.</summary>
    private const int MaxMembers = 1_000_000;

    private readonly MemberTypes _memberTypes = new(types);
    private int _members;

    /// <summary>Writes the class of a type.</summary>
    /// <exception cref="ObjectFormatException">The type is defined by itself, or is larger than any in a kernel.</exception>
    public void Write(KernelType type)
    {
        Attribute(type.Name, type.Type, type.IsTypedef);
        string name = CSharpName.Escape(type.Name);
        bool isBase = friendly.ClassOf(type.Name) is not null;
        output.Append(isBase ? "public abstract class " : "public class ").Append(name).Append(" : KernelObject");
        if (type.Type is not BtfComposite composite)
        {
            output.Append(";\n");
            return;
        }

        output.Append("\n{\n");
        if (isBase)
            output.Append("    protected ").Append(name).Append("() { }\n");
        Members(type.Name, composite, depth: 1);
        output.Append("}\n");
    }

    private void Attribute(string name, BtfType type, bool isTypedef)
    {
        bool isUnion = type is BtfUnion or BtfForward { IsUnion: true };
        if (name.Length == 0 || isUnion || isTypedef)
            output.Append($"[KernelType(\"{name}\"{(isUnion ? ", IsUnion = true" : "")}{(isTypedef ? ", IsTypedef = true" : "")})] ");
    }

    private void Members(string className, BtfComposite composite, int depth)
    {
        var members = new Dictionary<string, BtfMember>(StringComparer.Ordinal);
        Flatten(composite, members, [], depth);
        var nested = new List<(string Name, BtfComposite Type)>();
        foreach (BtfMember member in members.Values)
        {
            if (!CSharpName.IsValid(member.Name) || _memberTypes.Of(member.Type) is not { } type)
                continue;

            string typeName = type.Name;
            if (type.Anonymous != 0)
            {
                string nestedName = member.Name + "__anon";
                nested.Add((nestedName, (BtfComposite)types.Bare(type.Anonymous).Type));
                typeName = type.ArrayLength is null ? nestedName : $"KernelArray<{nestedName}>";
            }

            bool isFree = member.Name != className && !IsAccessor(member.Name, members);
            Indent(depth);
            Property(member, type, typeName, isFree ? CSharpName.Escape(member.Name) : FreeName(member.Name, members));
        }

        foreach ((string name, BtfComposite type) in nested)
        {
            Indent(depth);
            Attribute("", type, isTypedef: false);
            output.Append("public sealed class ").Append(name).Append(" : KernelObject\n");
            Indent(depth);
            output.Append("{\n");
            Members(name, type, depth + 1);
            Indent(depth);
            output.Append("}\n");
        }
    }

    /// <summary>The members by name, those of structs and unions without a name and a member's name among them, as in C.</summary>
    private void Flatten(BtfComposite composite, Dictionary<string, BtfMember> members, HashSet<uint> seen, int depth)
    {
        if (depth > MaxDepth)
            throw new ObjectFormatException("a struct is in itself", 0, ".BTF");
        _members += composite.Members.Length;
        if (_members > MaxMembers)
            throw new ObjectFormatException($"there are more than {MaxMembers} members", 0, ".BTF");

        foreach (BtfMember member in composite.Members)
        {
            if (member.Name.Length != 0)
                members.TryAdd(member.Name, member);
            else if (types.Bare(member.Type) is { Type: BtfComposite inner } bare && seen.Add(bare.Id))
                Flatten(inner, members, seen, depth + 1);
        }
    }

    /// <summary>Whether C# would make a method of that name for another property.</summary>
    private static bool IsAccessor(string name, Dictionary<string, BtfMember> members) =>
        (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
        && members.ContainsKey(name["get_".Length..]);

    private static string FreeName(string name, Dictionary<string, BtfMember> members)
    {
        do
            name += "_";
        while (members.ContainsKey(name));
        return name;
    }

    private void Property(BtfMember member, MemberType type, string typeName, string name)
    {
        bool isEmbedded = type is { Form: MemberForm.Embedded, ArrayLength: null };
        char separator = '[';
        void Attribute(string attribute)
        {
            output.Append(separator).Append(separator == '[' ? "" : " ").Append(attribute);
            separator = ',';
        }

        if (name.TrimStart('@') != member.Name)
            Attribute($"KernelMember(\"{member.Name}\")");
        if (isEmbedded)
            Attribute("Embedded");
        if (type.ArrayLength is { } length)
            Attribute($"ArrayLength({length})");
        if (member.BitfieldSize != 0)
            Attribute($"Bitfield({member.BitfieldSize})");
        if (separator == ',')
            output.Append("] ");

        output.Append("public ").Append(typeName).Append(type.Form == MemberForm.Reference ? "? " : " ").Append(name);
        output.Append(isEmbedded ? " { get => field ??= new(); set; }\n" : " { get; set; }\n");
    }

    private void Indent(int depth) => output.Append(' ', depth * 4);
}
