using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;

namespace CsBpf.Compiler.CodeGeneration.Core;

/// <summary>
/// The answers that the module's own types give to CO-RE questions. They stand in the code until the loader puts the running kernel's in
/// their place, and the loader checks that what it replaces is what it would have computed itself.
/// </summary>
/// <param name="types">The types of the module.</param>
internal sealed class CoreValues(BtfTypes types)
{
    private const int LoadBits = 64;

    /// <summary>The answer to a question.</summary>
    public long Of(CoreConstant constant) => constant.Kind switch
    {
        CoreRelocationKind.FieldByteOffset => MemberOf(constant.Access).ByteOffset,
        CoreRelocationKind.FieldByteSize => MemberOf(constant.Access).ByteSize,
        CoreRelocationKind.FieldSigned => MemberOf(constant.Access).IsSigned ? 1 : 0,
        CoreRelocationKind.FieldLeftShift64 => LeftShiftOf(MemberOf(constant.Access)),
        CoreRelocationKind.FieldRightShift64 => LoadBits - MemberOf(constant.Access).BitSize,
        CoreRelocationKind.TypeIdLocal or CoreRelocationKind.TypeIdTarget => constant.Access.RootType,
        CoreRelocationKind.TypeSize => types.SizeOf(constant.Access.RootType),
        CoreRelocationKind.EnumValue => EnumOf(constant.Access).Values[constant.Access.Indices[0]].Value,
        _ => 1,
    };

    /// <summary>The place of a member, in bytes from its object.</summary>
    public int OffsetOf(KernelAccess access) => MemberOf(access).ByteOffset;

    /// <summary>The type at the end of a path, behind typedefs and qualifiers.</summary>
    public uint TypeAt(KernelAccess access) => types.ResolveQualifiers(WalkTo(access).Type);

    /// <summary>Whether a member is a pointer to a struct or union that the verifier can follow.</summary>
    public bool IsPointerToObject(KernelAccess access) => IsPointerToObject(WalkTo(access).Type);

    /// <summary>Whether a type is a pointer to a struct or union that the verifier can follow.</summary>
    public bool IsPointerToObject(uint type)
    {
        if (types[types.ResolveQualifiers(type)] is not BtfPointer pointer)
            return false;

        // A tag says that the memory is not plain kernel memory (__user, __percpu), except for __rcu.
        for (uint target = pointer.Target; ; target = ((BtfReference)types[target]).Target)
        {
            switch (types[target])
            {
                case BtfTypeTag { Name: not "rcu" }:
                    return false;
                case BtfTypeTag or BtfConst or BtfVolatile or BtfRestrict or BtfTypedef:
                    continue;
                default:
                    return types[target] is BtfComposite or BtfForward;
            }
        }
    }

    private readonly record struct Place(uint Type, long BitOffset, int BitfieldSize);

    private readonly record struct Member(int ByteOffset, int ByteSize, long BitOffset, int BitSize, bool IsSigned);

    private BtfEnum EnumOf(KernelAccess access) => (BtfEnum)types[types.ResolveQualifiers(access.RootType)];

    private static int LeftShiftOf(Member member) => (int)(LoadBits - (member.BitOffset + member.BitSize - (member.ByteOffset * 8L)));

    /// <summary>Goes a path step by step: the first index counts objects, the others members and elements.</summary>
    private Place WalkTo(KernelAccess access)
    {
        var place = new Place(access.RootType, access.Indices[0] == 0 ? 0 : access.Indices[0] * 8L * types.SizeOf(access.RootType), 0);
        foreach (int index in access.Indices.Skip(1))
        {
            place = types[types.ResolveQualifiers(place.Type)] switch
            {
                BtfComposite composite => Enter(place, composite.Members[index]),
                BtfArray array => new(array.Element, place.BitOffset + (index * 8L * types.SizeOf(array.Element)), 0),
                var type => throw new InvalidOperationException($"'{access.Display}' leads into {type.Kind}, which has no members."),
            };
        }

        return place;
    }

    private static Place Enter(Place place, BtfMember member) => new(member.Type, place.BitOffset + member.BitOffset, member.BitfieldSize);

    private Member MemberOf(KernelAccess access)
    {
        Place place = WalkTo(access);
        uint type = types.ResolveQualifiers(place.Type);
        int byteSize = (int)types.SizeOf(type);
        bool isSigned = types[type] is BtfInt { IsSigned: true } or BtfEnum { IsSigned: true };
        if (place.BitfieldSize == 0)
            return new((int)(place.BitOffset / 8), byteSize, place.BitOffset, byteSize * 8, isSigned);

        // The smallest aligned load of at least the declared type's size that has all of the bits, as loaders compute it.
        int byteOffset = AlignedStart(place.BitOffset, byteSize);
        while (place.BitOffset + place.BitfieldSize - (byteOffset * 8L) > byteSize * 8)
        {
            byteSize *= 2;
            byteOffset = AlignedStart(place.BitOffset, byteSize);
        }

        return new(byteOffset, byteSize, place.BitOffset, place.BitfieldSize, isSigned);
    }

    private static int AlignedStart(long bitOffset, int byteSize) => (int)(bitOffset / 8 / byteSize * byteSize);
}
