using CsBpf.Object.Btf;

namespace CsBpf.Relocation;

/// <summary>
/// Whether a type of an object has the same shape as a type of the kernel: every member of the object's is in the kernel's, under the same
/// name and with a matching type; integers have the same size and sign. The rules are libbpf's, for <c>bpf_core_type_matches</c>.
/// </summary>
internal static class TypeShape
{
    private const int MaxDepth = 32;

    public static bool Matches(BtfTypes local, uint localId, BtfTypes target, uint targetId) =>
        Matches(local, localId, target, targetId, isBehindPointer: false, MaxDepth);

    private static bool Matches(BtfTypes local, uint localId, BtfTypes target, uint targetId, bool isBehindPointer, int depth)
    {
        if (depth == 0)
            return false;

        var localType = local[local.ResolveQualifiers(localId)];
        var targetType = target[target.ResolveQualifiers(targetId)];
        if (!SameName(localType.Name, targetType.Name))
            return false;

        switch (localType, targetType)
        {
            case (BtfVoid, BtfVoid):
                return true;
            case (BtfEnum localEnum, BtfEnum targetEnum):
                return localEnum.Size == targetEnum.Size && localEnum.Values.Length <= targetEnum.Values.Length &&
                    localEnum.Values.All(value => targetEnum.Values.Any(other => SameName(value.Name, other.Name)));
            case (BtfInt localInt, BtfInt targetInt):
                return localInt.Size == targetInt.Size && localInt.IsSigned == targetInt.IsSigned;
            case (BtfForward or BtfComposite, BtfForward or BtfComposite) when isBehindPointer:
                return IsUnion(localType) == IsUnion(targetType);
            case (BtfForward, BtfForward):
                return IsUnion(localType) == IsUnion(targetType);
            case (BtfComposite localComposite, BtfComposite targetComposite):
                return localComposite.Kind == targetComposite.Kind &&
                    MembersMatch(local, localComposite, target, targetComposite, depth - 1);
            case (BtfPointer localPointer, BtfPointer targetPointer):
                return Matches(local, localPointer.Target, target, targetPointer.Target, isBehindPointer: true, depth - 1);
            case (BtfArray localArray, BtfArray targetArray):
                return localArray.Length == targetArray.Length &&
                    Matches(local, localArray.Element, target, targetArray.Element, isBehindPointer, depth - 1);
            case (BtfFunctionPrototype localProto, BtfFunctionPrototype targetProto):
                return PrototypesMatch(local, localProto, target, targetProto, isBehindPointer, depth - 1);
            default:
                return false;
        }
    }

    private static bool MembersMatch(BtfTypes local, BtfComposite localType, BtfTypes target, BtfComposite targetType, int depth) =>
        localType.Members.Length <= targetType.Members.Length && localType.Members.All(member => targetType.Members.Any(other =>
            SameName(member.Name, other.Name) && Matches(local, member.Type, target, other.Type, isBehindPointer: false, depth)));

    private static bool PrototypesMatch(
        BtfTypes local,
        BtfFunctionPrototype localProto,
        BtfTypes target,
        BtfFunctionPrototype targetProto,
        bool isBehindPointer,
        int depth) =>
        localProto.Parameters.Length == targetProto.Parameters.Length &&
        localProto.Parameters.Zip(targetProto.Parameters)
            .All(pair => Matches(local, pair.First.Type, target, pair.Second.Type, isBehindPointer, depth)) &&
        Matches(local, localProto.Return, target, targetProto.Return, isBehindPointer, depth);

    private static bool IsUnion(BtfType type) => type is BtfUnion or BtfForward { IsUnion: true };

    private static bool SameName(string local, string target) => BtfName.WithoutFlavor(local) == BtfName.WithoutFlavor(target);
}
