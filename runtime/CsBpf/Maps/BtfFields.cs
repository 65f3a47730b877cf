using CsBpf.Object.Btf;

namespace CsBpf;

/// <summary>Where BTF puts the members of structs.</summary>
internal static class BtfFields
{
    private const uint BitsPerByte = 8;

    /// <summary>Marks the bytes of a type that its members use.</summary>
    public static void Mark(BtfTypes types, uint id, Span<bool> used)
    {
        switch (types[types.ResolveQualifiers(id)])
        {
            case BtfComposite { Members.Length: > 0 } composite:
                foreach (var member in composite.Members)
                    Mark(types, member, used[(int)(member.BitOffset / BitsPerByte)..]);
                break;
            case BtfArray { Length: > 0 } array:
                int size = used.Length / (int)array.Length;
                for (int start = 0; start < used.Length; start += size)
                    Mark(types, array.Element, used.Slice(start, size));
                break;
            default:
                used.Fill(true);
                break;
        }
    }

    private static void Mark(BtfTypes types, BtfMember member, Span<bool> used)
    {
        if (member.BitfieldSize != 0)
            used[..(int)(((member.BitOffset % BitsPerByte) + member.BitfieldSize + BitsPerByte - 1) / BitsPerByte)].Fill(true);
        else
            Mark(types, member.Type, used[..(int)types.SizeOf(member.Type)]);
    }
}
