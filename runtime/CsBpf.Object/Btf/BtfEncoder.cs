namespace CsBpf.Object.Btf;

/// <summary>Writes types in the format of the type section.</summary>
internal sealed class BtfEncoder(ByteWriter writer, StringTable strings)
{
    public void Encode(BtfType type)
    {
        switch (type)
        {
            case BtfInt number:
                Header(number, number.Size);
                writer.UInt32(((uint)number.Encoding << 24) | ((uint)number.BitOffset << 16) | number.Bits);
                break;
            case BtfFloat number:
                Header(number, number.Size);
                break;
            case BtfDeclTag tag:
                Header(tag, tag.Target, flag: tag.IsAttribute);
                writer.UInt32((uint)tag.Component);
                break;
            case BtfTypeTag tag:
                Header(tag, tag.Target, flag: tag.IsAttribute);
                break;
            case BtfReference reference:
                Header(reference, reference.Target);
                break;
            case BtfArray array:
                Header(array, 0);
                writer.UInt32(array.Element);
                writer.UInt32(array.Index);
                writer.UInt32(array.Length);
                break;
            case BtfComposite composite:
                EncodeComposite(composite);
                break;
            case BtfForward forward:
                Header(forward, 0, flag: forward.IsUnion);
                break;
            case BtfEnum enumeration:
                EncodeEnum(enumeration);
                break;
            case BtfFunction function:
                Header(function, function.Prototype, (int)function.Linkage);
                break;
            case BtfFunctionPrototype prototype:
                EncodePrototype(prototype);
                break;
            case BtfVariable variable:
                Header(variable, variable.Type);
                writer.UInt32((uint)variable.Linkage);
                break;
            case BtfDataSection section:
                EncodeDataSection(section);
                break;
            default:
                throw new InvalidOperationException($"{type.Kind} cannot be written.");
        }
    }

    private void Header(BtfType type, uint sizeOrType, int elements = 0, bool flag = false)
    {
        if (elements > BtfFormat.MaxElements)
            throw new InvalidOperationException($"{type.Kind} '{type.Name}' has {elements} elements: too many.");

        writer.UInt32(strings.Add(type.Name));
        writer.UInt32((flag ? BtfFormat.KindFlag : 0) | ((uint)type.Kind << 24) | (uint)elements);
        writer.UInt32(sizeOrType);
    }

    private void EncodeComposite(BtfComposite composite)
    {
        bool hasBitfields = composite.Members.Any(member => member.BitfieldSize != 0);
        if (hasBitfields && composite.Members.Any(member => member.BitOffset > BtfFormat.MaxBitfieldOffset))
            throw new InvalidOperationException($"{composite.Kind} '{composite.Name}' has bit fields and is larger than 2 MiB.");

        Header(composite, composite.Size, composite.Members.Length, hasBitfields);
        foreach (var member in composite.Members)
        {
            writer.UInt32(strings.Add(member.Name));
            writer.UInt32(member.Type);
            writer.UInt32(((uint)member.BitfieldSize << 24) | member.BitOffset);
        }
    }

    private void EncodeEnum(BtfEnum enumeration)
    {
        Header(enumeration, enumeration.Size, enumeration.Values.Length, enumeration.IsSigned);
        foreach (var (name, value) in enumeration.Values)
        {
            writer.UInt32(strings.Add(name));
            writer.UInt32((uint)value);
            if (enumeration.Is64Bit)
                writer.UInt32((uint)(value >> 32));
        }
    }

    private void EncodePrototype(BtfFunctionPrototype prototype)
    {
        Header(prototype, prototype.Return, prototype.Parameters.Length);
        foreach (var (name, type) in prototype.Parameters)
        {
            writer.UInt32(strings.Add(name));
            writer.UInt32(type);
        }
    }

    private void EncodeDataSection(BtfDataSection section)
    {
        Header(section, section.Size, section.Entries.Length);
        foreach (var (type, offset, size) in section.Entries)
        {
            writer.UInt32(type);
            writer.UInt32(offset);
            writer.UInt32(size);
        }
    }
}
