using System.Collections.Immutable;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;

namespace CsBpf.Relocation;

/// <summary>Finds the way that an object describes again in a type of the kernel.</summary>
internal static class CoreMatcher
{
    /// <summary>The way in a type of the kernel.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="local">The way in the object.</param>
    /// <param name="target">The kernel's types.</param>
    /// <param name="root">The type of the kernel.</param>
    /// <returns>Null where the type does not have it.</returns>
    public static CoreAccess? Match(CoreRelocationKind kind, CoreAccess local, BtfTypes target, uint root) => kind switch
    {
        CoreRelocationKind.TypeMatches =>
            TypeShape.Matches(local.Types, local.Root, target, root) ? new CoreAccess(target, root, [], 0) : null,
        _ when kind.IsAboutType() =>
            TypeCompatibility.OfTypes(local.Types, local.Root, target, root) ? new CoreAccess(target, root, [], 0) : null,
        _ when kind.IsAboutEnumValue() => MatchEnumValue(local.Steps[0], target, root),
        _ => MatchField(local, target, root),
    };

    private static CoreAccess? MatchEnumValue(CoreStep local, BtfTypes target, uint root)
    {
        uint id = target.ResolveQualifiers(root);
        if (target[id] is not BtfEnum enumeration)
            return null;

        string name = BtfName.WithoutFlavor(local.Name!);
        for (int i = 0; i < enumeration.Values.Length; i++)
        {
            if (BtfName.WithoutFlavor(enumeration.Values[i].Name) == name)
                return new CoreAccess(target, id, [new CoreStep(id, (uint)i, enumeration.Values[i].Name)], 0);
        }

        return null;
    }

    private static CoreAccess? MatchField(CoreAccess local, BtfTypes target, uint root)
    {
        var steps = ImmutableArray.CreateBuilder<CoreStep>(local.Steps.Length);
        uint type = target.ResolveQualifiers(root);
        ulong bitOffset = 0;
        foreach (var step in local.Steps)
        {
            type = target.ResolveQualifiers(type);
            if (step.Name is not null)
            {
                if (FindMember(local.Types, step, target, type, depth: 0) is not { } found)
                    return null;
                steps.Add(found.Step);
                (type, bitOffset) = (found.Member.Type, bitOffset + found.BitOffset);
                continue;
            }

            // The first index is into an array of the root type itself, as pointers are.
            if (steps.Count > 0)
            {
                if (target[type] is not BtfArray array || (step.Index >= array.Length && !CoreAccess.IsFlexible(target, steps[^1], array)))
                    return null;
                type = target.ResolveQualifiers(array.Element);
            }

            steps.Add(step with { Type = type });
            bitOffset += (ulong)step.Index * target.SizeOf(type) * 8;
        }

        return new CoreAccess(target, root, steps.ToImmutable(), bitOffset);
    }

    /// <summary>Looks for a member by its name, also in embedded structs and unions without a name.</summary>
    private static (CoreStep Step, BtfMember Member, ulong BitOffset)? FindMember(
        BtfTypes local, CoreStep step, BtfTypes target, uint type, int depth)
    {
        if (depth > CoreAccess.MaxDepth || target[target.ResolveQualifiers(type)] is not BtfComposite composite)
            return null;

        for (int i = 0; i < composite.Members.Length; i++)
        {
            var member = composite.Members[i];
            if (member.Name.Length == 0)
            {
                if (FindMember(local, step, target, member.Type, depth + 1) is { } nested)
                    return nested with { BitOffset = nested.BitOffset + member.BitOffset };
            }
            else if (member.Name == step.Name)
            {
                uint localType = ((BtfComposite)local[step.Type]).Members[(int)step.Index].Type;
                return TypeCompatibility.OfFields(local, localType, target, member.Type)
                    ? (new CoreStep(target.ResolveQualifiers(type), (uint)i, member.Name), member, member.BitOffset)
                    : null;
            }
        }

        return null;
    }
}
