using CsBpf.Object.Btf;

namespace CsBpf.Relocation;

/// <summary>
/// Whether a type of an object can stand for a type of the kernel, though they may differ in size and layout. The rules are libbpf's.
/// </summary>
internal static class TypeCompatibility
{
    private const int MaxDepth = 32;

    /// <summary>Whether two fields of these types mean the same.</summary>
    public static bool OfFields(BtfTypes local, uint localId, BtfTypes target, uint targetId)
    {
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            var localType = local[local.ResolveQualifiers(localId)];
            var targetType = target[target.ResolveQualifiers(targetId)];
            switch (localType, targetType)
            {
                case (BtfComposite, BtfComposite):
                case (BtfPointer, BtfPointer):
                case (BtfFloat, BtfFloat):
                    return true;
                case (BtfForward or BtfEnum, BtfForward or BtfEnum) when SameKind(localType, targetType):
                    string localName = BtfName.WithoutFlavor(localType.Name), targetName = BtfName.WithoutFlavor(targetType.Name);
                    return localName.Length == 0 || targetName.Length == 0 || localName == targetName;
                case (BtfInt localInt, BtfInt targetInt):
                    return localInt.BitOffset == 0 && targetInt.BitOffset == 0;
                case (BtfArray localArray, BtfArray targetArray):
                    (localId, targetId) = (localArray.Element, targetArray.Element);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Whether the types are of one kind, and what they point to as well. Their names are the caller's to compare.</summary>
    public static bool OfTypes(BtfTypes local, uint localId, BtfTypes target, uint targetId) =>
        SameKind(local[localId], target[targetId]) && OfTypes(local, localId, target, targetId, MaxDepth);

    /// <summary>Whether two types are of one kind; enumerations of 32 and 64 bits are.</summary>
    public static bool SameKind(BtfType local, BtfType target) => local.Kind == target.Kind || (local is BtfEnum && target is BtfEnum);

    private static bool OfTypes(BtfTypes local, uint localId, BtfTypes target, uint targetId, int depth)
    {
        if (depth == 0)
            return false;

        var localType = local[local.ResolveQualifiers(localId)];
        var targetType = target[target.ResolveQualifiers(targetId)];
        if (!SameKind(localType, targetType))
            return false;

        return (localType, targetType) switch
        {
            (BtfVoid or BtfComposite or BtfEnum or BtfForward, _) => true,
            (BtfInt localInt, BtfInt targetInt) => localInt.BitOffset == 0 && targetInt.BitOffset == 0,
            (BtfPointer localPointer, BtfPointer targetPointer) =>
                OfTypes(local, localPointer.Target, target, targetPointer.Target, depth - 1),
            (BtfArray localArray, BtfArray targetArray) => OfTypes(local, localArray.Element, target, targetArray.Element, depth - 1),
            (BtfFunctionPrototype localProto, BtfFunctionPrototype targetProto) =>
                OfPrototypes(local, localProto, target, targetProto, depth - 1),
            _ => false,
        };
    }

    private static bool OfPrototypes(
        BtfTypes local, BtfFunctionPrototype localProto, BtfTypes target, BtfFunctionPrototype targetProto, int depth)
    {
        if (localProto.Parameters.Length != targetProto.Parameters.Length)
            return false;

        for (int i = 0; i < localProto.Parameters.Length; i++)
        {
            if (!OfTypes(local, localProto.Parameters[i].Type, target, targetProto.Parameters[i].Type, depth))
                return false;
        }

        return OfTypes(local, localProto.Return, target, targetProto.Return, depth);
    }
}
