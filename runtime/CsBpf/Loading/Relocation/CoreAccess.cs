using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;

namespace CsBpf.Relocation;

/// <summary>
/// A way from a type to a field, an element or a value of an enumeration, with the steps that have a meaning: named members and indices.
/// Members without a name (embedded structs and unions) are passed through, so that the way can be found again in a type that nests them
/// otherwise.
/// </summary>
/// <param name="Types">The types that the ids are of.</param>
/// <param name="Root">The type that the way starts from.</param>
/// <param name="Steps">The steps; none for a question about the type itself.</param>
/// <param name="BitOffset">Where it leads, in bits from the start.</param>
internal sealed record CoreAccess(BtfTypes Types, uint Root, ImmutableArray<CoreStep> Steps, ulong BitOffset)
{
    /// <summary>The deepest nesting, as in libbpf.</summary>
    public const int MaxDepth = 64;

    /// <summary>The way that a relocation describes, in the types of its object.</summary>
    /// <exception cref="ObjectFormatException">The relocation does not fit its type.</exception>
    public static CoreAccess Parse(BtfTypes types, CoreRelocation relocation)
    {
        if (relocation.Kind.IsAboutType())
        {
            return relocation.Access == "0"
                ? new CoreAccess(types, relocation.TypeId, [], 0)
                : throw Malformed(relocation, "is about a type and goes on");
        }

        var indices = ParseIndices(relocation);
        uint root = types.ResolveQualifiers(relocation.TypeId);
        if (relocation.Kind.IsAboutEnumValue())
        {
            if (types[root] is not BtfEnum enumeration || indices.Length != 1 || indices[0] >= (uint)enumeration.Values.Length)
                throw Malformed(relocation, "is no value of the enumeration");
            return new CoreAccess(types, root, [new CoreStep(root, indices[0], enumeration.Values[(int)indices[0]].Name)], 0);
        }

        return Walk(types, relocation, root, indices);
    }

    /// <summary>The way, as a person reads it: <c>task_struct.mm.owner</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Types.NameOf(Root) is { Length: > 0 } name ? name : "(anonymous)");
        foreach (var step in Steps.Skip(Steps is [{ Name: null }, ..] ? 1 : 0))
            text.Append(step.Name is null ? $"[{step.Index}]" : "." + step.Name);
        return text.ToString();
    }

    /// <summary>Whether an array is the open end of a struct: its last member, without a length.</summary>
    public static bool IsFlexible(BtfTypes types, CoreStep before, BtfArray array) =>
        array.Length == 0 && before.Name is not null && types[before.Type] is BtfComposite composite &&
            before.Index == composite.Members.Length - 1;

    private static CoreAccess Walk(BtfTypes types, CoreRelocation relocation, uint root, ImmutableArray<uint> indices)
    {
        var steps = ImmutableArray.CreateBuilder<CoreStep>(indices.Length);
        steps.Add(new CoreStep(root, indices[0], null));
        uint type = root;
        ulong bitOffset = (ulong)indices[0] * types.SizeOf(root) * 8;
        foreach (uint index in indices.AsSpan(1..))
        {
            type = types.ResolveQualifiers(type);
            switch (types[type])
            {
                case BtfComposite composite when index < composite.Members.Length:
                    var member = composite.Members[(int)index];
                    bitOffset += member.BitOffset;
                    if (member.Name.Length != 0)
                        steps.Add(new CoreStep(type, index, member.Name));
                    type = member.Type;
                    break;
                case BtfArray array when index < array.Length || IsFlexible(types, steps[^1], array):
                    type = types.ResolveQualifiers(array.Element);
                    steps.Add(new CoreStep(type, index, null));
                    bitOffset += (ulong)index * types.SizeOf(type) * 8;
                    break;
                default:
                    throw Malformed(relocation, $"goes to {index}, which {types.NameOf(type)} does not have");
            }
        }

        return new CoreAccess(types, root, steps.ToImmutable(), bitOffset);
    }

    private static ImmutableArray<uint> ParseIndices(CoreRelocation relocation)
    {
        string[] parts = relocation.Access.Split(':', MaxDepth + 1);
        var indices = ImmutableArray.CreateBuilder<uint>(parts.Length);
        foreach (string part in parts)
        {
            if (!uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out uint index) || indices.Count == MaxDepth)
                throw Malformed(relocation, "is no list of indices");
            indices.Add(index);
        }

        return indices.MoveToImmutable();
    }

    private static ObjectFormatException Malformed(CoreRelocation relocation, string problem) =>
        new($"the CO-RE relocation '{relocation.Access}' of type {relocation.TypeId} {problem}", relocation.InstructionOffset, ".BTF.ext");
}

/// <summary>A step to a member, an element, or a value of an enumeration.</summary>
/// <param name="Type">The struct, union or enumeration that the step is taken in; of an element, the element's own type.</param>
/// <param name="Index">The index among the members, elements or values.</param>
/// <param name="Name">The name of the member or value; null for an element.</param>
internal readonly record struct CoreStep(uint Type, uint Index, string? Name);
