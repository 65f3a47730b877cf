using System.Collections.Immutable;

namespace CsBpf.Object.Btf;

public sealed partial class BtfTypes
{
    private BtfType Decode(uint id)
    {
        int offset = OffsetOf(id);
        var view = View;
        string name = StringAt(view.UInt32(offset));
        uint info = view.UInt32(offset + 4);
        bool flag = (info & BtfFormat.KindFlag) != 0;
        int elements = BtfFormat.ElementsOf(info);
        uint size = view.UInt32(offset + 8);
        int rest = offset + BtfFormat.TypeHeaderSize;

        switch (BtfFormat.KindOf(info))
        {
            case BtfKind.Int:
                return DecodeInt(view, name, size, rest);
            case BtfKind.Pointer:
                return new BtfPointer(Reference(view, offset + 8));
            case BtfKind.Array:
                return new BtfArray(Reference(view, rest), Reference(view, rest + 4), view.UInt32(rest + 8));
            case BtfKind.Struct:
                return new BtfStruct(name, size, DecodeMembers(view, rest, elements, flag));
            case BtfKind.Union:
                return new BtfUnion(name, size, DecodeMembers(view, rest, elements, flag));
            case BtfKind.Enum:
                return new BtfEnum(name, size, flag, Is64Bit: false, DecodeEnumValues(view, rest, elements, flag));
            case BtfKind.Enum64:
                return new BtfEnum(name, size, flag, Is64Bit: true, DecodeEnum64Values(view, rest, elements));
            case BtfKind.Forward:
                return new BtfForward(name, IsUnion: flag);
            case BtfKind.Typedef:
                return new BtfTypedef(name, Reference(view, offset + 8));
            case BtfKind.Volatile:
                return new BtfVolatile(Reference(view, offset + 8));
            case BtfKind.Const:
                return new BtfConst(Reference(view, offset + 8));
            case BtfKind.Restrict:
                return new BtfRestrict(Reference(view, offset + 8));
            case BtfKind.Function:
                return new BtfFunction(name, Reference(view, offset + 8), (BtfFunctionLinkage)Linkage(view, (uint)elements, offset + 4));
            case BtfKind.FunctionPrototype:
                return new BtfFunctionPrototype(Reference(view, offset + 8), DecodeParameters(view, rest, elements));
            case BtfKind.Variable:
                return new BtfVariable(name, Reference(view, offset + 8), (BtfVariableLinkage)Linkage(view, view.UInt32(rest), rest));
            case BtfKind.DataSection:
                return new BtfDataSection(name, size, DecodeEntries(view, rest, elements));
            case BtfKind.Float:
                return new BtfFloat(name, size);
            case BtfKind.DeclarationTag:
                return new BtfDeclTag(name, Reference(view, offset + 8), (int)view.UInt32(rest), IsAttribute: flag);
            default:
                return new BtfTypeTag(name, Reference(view, offset + 8), IsAttribute: flag);
        }
    }

    /// <summary>The id at <paramref name="offset"/>, which must be one of a type.</summary>
    private uint Reference(ByteView view, int offset)
    {
        uint id = view.UInt32(offset);
        return id < Count ? id : throw view.Error($"type {id} does not exist, {Count} is the first that does not", offset);
    }

    private static byte Linkage(ByteView view, uint linkage, int offset) =>
        linkage <= (uint)BtfFunctionLinkage.External ? (byte)linkage : throw view.Error($"linkage {linkage} is unknown", offset);

    private static BtfInt DecodeInt(ByteView view, string name, uint size, int offset)
    {
        uint word = view.UInt32(offset);
        return new(name, size, (BtfIntEncoding)((word >> 24) & 0xf), (byte)word, (byte)(word >> 16));
    }

    private ImmutableArray<BtfMember> DecodeMembers(ByteView view, int offset, int count, bool hasBitfields)
    {
        var members = ImmutableArray.CreateBuilder<BtfMember>(count);
        for (; members.Count < count; offset += 12)
        {
            uint place = view.UInt32(offset + 8);
            var (bitOffset, bitfieldSize) = hasBitfields ? (place & BtfFormat.MaxBitfieldOffset, (byte)(place >> 24)) : (place, (byte)0);
            members.Add(new(StringAt(view.UInt32(offset)), Reference(view, offset + 4), bitOffset, bitfieldSize));
        }

        return members.MoveToImmutable();
    }

    private ImmutableArray<BtfEnumValue> DecodeEnumValues(ByteView view, int offset, int count, bool isSigned)
    {
        var values = ImmutableArray.CreateBuilder<BtfEnumValue>(count);
        for (; values.Count < count; offset += 8)
        {
            uint value = view.UInt32(offset + 4);
            values.Add(new(StringAt(view.UInt32(offset)), isSigned ? (int)value : value));
        }

        return values.MoveToImmutable();
    }

    private ImmutableArray<BtfEnumValue> DecodeEnum64Values(ByteView view, int offset, int count)
    {
        var values = ImmutableArray.CreateBuilder<BtfEnumValue>(count);
        for (; values.Count < count; offset += 12)
        {
            ulong value = view.UInt32(offset + 4) | ((ulong)view.UInt32(offset + 8) << 32);
            values.Add(new(StringAt(view.UInt32(offset)), (long)value));
        }

        return values.MoveToImmutable();
    }

    private ImmutableArray<BtfParameter> DecodeParameters(ByteView view, int offset, int count)
    {
        var parameters = ImmutableArray.CreateBuilder<BtfParameter>(count);
        for (; parameters.Count < count; offset += 8)
            parameters.Add(new(StringAt(view.UInt32(offset)), Reference(view, offset + 4)));

        return parameters.MoveToImmutable();
    }

    private ImmutableArray<BtfDataSectionEntry> DecodeEntries(ByteView view, int offset, int count)
    {
        var entries = ImmutableArray.CreateBuilder<BtfDataSectionEntry>(count);
        for (; entries.Count < count; offset += 12)
            entries.Add(new(Reference(view, offset), view.UInt32(offset + 4), view.UInt32(offset + 8)));

        return entries.MoveToImmutable();
    }
}
