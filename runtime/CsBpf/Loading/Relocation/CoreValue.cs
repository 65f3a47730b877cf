using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;

namespace CsBpf.Relocation;

/// <summary>What a CO-RE relocation answers, for the object's types or for the kernel's.</summary>
/// <param name="Value">The answer.</param>
/// <param name="IsCertain">Whether the compiler must have come to the same answer about its own types: not where it may choose, as for bit
/// fields.</param>
/// <param name="FieldType">The id of the field's type, where loads and stores of the field may change their size; otherwise 0.</param>
/// <param name="FieldSize">The size of the field in bytes, where loads and stores of the field may change their size; otherwise 0.</param>
internal readonly record struct CoreValue(ulong Value, bool IsCertain = true, uint FieldType = 0, uint FieldSize = 0)
{
    /// <summary>The answer for a way that was found.</summary>
    /// <returns>Null where there is none: the instruction must not be reached.</returns>
    /// <exception cref="ObjectFormatException">The question does not fit the way.</exception>
    public static CoreValue? Of(CoreRelocationKind kind, CoreAccess? access, bool isBigEndian) => kind switch
    {
        CoreRelocationKind.FieldExists or CoreRelocationKind.EnumValueExists or
            CoreRelocationKind.TypeExists or CoreRelocationKind.TypeMatches =>
            new CoreValue(access is null ? 0u : 1u),
        CoreRelocationKind.TypeSize => new CoreValue(access is null ? 0u : access.Types.SizeOf(access.Root)),
        // Ids change when objects are linked, so that the one in the instruction proves nothing.
        CoreRelocationKind.TypeIdTarget or CoreRelocationKind.TypeIdLocal => new CoreValue(access?.Root ?? 0, IsCertain: false),
        _ when access is null => null,
        CoreRelocationKind.EnumValue => new CoreValue((ulong)EnumValue(access)),
        _ when access.Steps[^1].Name is null => OfElement(kind, access),
        _ => OfMember(kind, access, isBigEndian),
    };

    private static long EnumValue(CoreAccess access) => ((BtfEnum)access.Types[access.Root]).Values[(int)access.Steps[0].Index].Value;

    private static CoreValue OfElement(CoreRelocationKind kind, CoreAccess access)
    {
        uint type = access.Steps[^1].Type;
        uint size = access.Types.SizeOf(type);
        return kind switch
        {
            CoreRelocationKind.FieldByteOffset => new CoreValue(access.BitOffset / 8, FieldType: type, FieldSize: size),
            CoreRelocationKind.FieldByteSize => new CoreValue(size),
            _ => throw new ObjectFormatException($"the CO-RE question {kind} is about {access}, an element of an array", 0, ".BTF.ext"),
        };
    }

    private static CoreValue OfMember(CoreRelocationKind kind, CoreAccess access, bool isBigEndian)
    {
        var step = access.Steps[^1];
        var member = ((BtfComposite)access.Types[step.Type]).Members[(int)step.Index];
        uint type = access.Types.ResolveQualifiers(member.Type);
        bool isBitfield = member.BitfieldSize != 0;
        uint size = access.Types.SizeOf(type);
        ulong bits = isBitfield ? member.BitfieldSize : (ulong)size * 8;
        ulong offset = isBitfield ? FitBitfield(access, member, ref size) : access.BitOffset / 8;

        return kind switch
        {
            CoreRelocationKind.FieldByteOffset when isBitfield => new CoreValue(offset, IsCertain: false),
            CoreRelocationKind.FieldByteOffset => new CoreValue(offset, FieldType: type, FieldSize: size),
            CoreRelocationKind.FieldByteSize => new CoreValue(size, IsCertain: !isBitfield),
            CoreRelocationKind.FieldSigned =>
                new CoreValue(access.Types[type] is BtfInt { IsSigned: true } or BtfEnum { IsSigned: true } ? 1u : 0u),
            CoreRelocationKind.FieldLeftShift64 when isBigEndian =>
                new CoreValue(((8 - size) * 8) + access.BitOffset - (offset * 8), !isBitfield),
            CoreRelocationKind.FieldLeftShift64 => new CoreValue(64 - (access.BitOffset + bits - (offset * 8)), !isBitfield),
            _ => new CoreValue(64 - bits),
        };
    }

    /// <summary>The aligned integer, of at most 64 bits, that a bit field is read with.</summary>
    /// <returns>Its offset in bytes.</returns>
    private static ulong FitBitfield(CoreAccess access, BtfMember member, ref uint size)
    {
        ulong offset = access.BitOffset / 8 / size * size;
        while (access.BitOffset + member.BitfieldSize - (offset * 8) > size * 8)
        {
            if (size >= 8)
                throw new ObjectFormatException($"the bit field {access} does not fit 64 bits", 0, ".BTF");
            size *= 2;
            offset = access.BitOffset / 8 / size * size;
        }

        return offset;
    }
}
