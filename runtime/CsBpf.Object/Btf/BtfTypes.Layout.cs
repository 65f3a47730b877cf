namespace CsBpf.Object.Btf;

public sealed partial class BtfTypes
{
    /// <summary>How many typedefs, qualifiers and arrays may follow each other, as in libbpf: more is a cycle.</summary>
    private const int MaxDepth = 32;

    private const uint PointerSize = 8;

    /// <summary>The type behind typedefs, qualifiers and type tags.</summary>
    /// <exception cref="ObjectFormatException">They lead in a circle.</exception>
    public uint ResolveQualifiers(uint id) => Resolve(id, throughTypedefs: true);

    /// <summary>The type behind qualifiers and type tags; typedefs stay.</summary>
    /// <exception cref="ObjectFormatException">They lead in a circle.</exception>
    public uint ResolveModifiers(uint id) => Resolve(id, throughTypedefs: false);

    /// <summary>The size of a value of the type, in bytes.</summary>
    /// <exception cref="ObjectFormatException">The type has no size (functions, <c>void</c>, declarations) or too large a one.</exception>
    public uint SizeOf(uint id)
    {
        ulong elements = 1ul;
        for (var (type, depth) = (id, 0); depth < MaxDepth; depth++)
        {
            switch (this[type])
            {
                case BtfArray array:
                    (elements, type) = (elements * array.Length, array.Element);
                    if (elements > uint.MaxValue)
                        throw Problem("is larger than 4 GiB", id);
                    break;
                case BtfTypedef or BtfConst or BtfVolatile or BtfRestrict or BtfTypeTag or BtfDeclTag:
                    type = ((BtfReference)this[type]).Target;
                    break;
                case BtfVariable variable:
                    type = variable.Type;
                    break;
                case var last:
                    ulong size = elements * (SizeOfSimple(last) ?? throw Problem("has no size", id));
                    return size <= uint.MaxValue ? (uint)size : throw Problem("is larger than 4 GiB", id);
            }
        }

        throw Problem("is defined by itself", id);
    }

    private uint Resolve(uint id, bool throughTypedefs)
    {
        for (var (type, depth) = (id, 0); depth < MaxDepth; depth++)
        {
            switch (this[type])
            {
                case BtfConst or BtfVolatile or BtfRestrict or BtfTypeTag:
                case BtfTypedef when throughTypedefs:
                    type = ((BtfReference)this[type]).Target;
                    break;
                default:
                    return type;
            }
        }

        throw Problem("is defined by itself", id);
    }

    private static uint? SizeOfSimple(BtfType type) => type switch
    {
        BtfInt number => number.Size,
        BtfFloat number => number.Size,
        BtfEnum enumeration => enumeration.Size,
        BtfComposite composite => composite.Size,
        BtfDataSection section => section.Size,
        BtfPointer => PointerSize,
        _ => null,
    };

    private ObjectFormatException Problem(string problem, uint id)
    {
        long offset = Owner(id) is { } owner ? owner._typesOrigin + owner.OffsetOf(id) : 0;
        return new($"type {id} ({KindOf(id)} '{NameOf(id)}') {problem}", offset, BtfFormat.Section);
    }
}
