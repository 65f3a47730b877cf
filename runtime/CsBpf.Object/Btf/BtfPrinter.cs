namespace CsBpf.Object.Btf;

/// <summary>Prints BTF line by line as <c>bpftool btf dump file X format raw</c> does.</summary>
public static class BtfPrinter
{
    /// <summary>Prints all own types, in the order of their ids.</summary>
    public static void Print(BtfTypes types, TextWriter output)
    {
        foreach (var (id, _) in types.All(own: true))
            Print(types, id, output);
    }

    /// <summary>Prints one type: a line, and one for each of its elements.</summary>
    public static void Print(BtfTypes types, uint id, TextWriter output)
    {
        var type = types[id];
        output.WriteLine($"[{id}] {KindName(type)} '{NameOf(type.Name)}'{Properties(type)}");
        foreach (string element in Elements(type, types))
            output.WriteLine($"\t{element}");
    }

    /// <summary>All own types as text.</summary>
    public static string Print(BtfTypes types)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Print(types, output);
        return output.ToString();
    }

    private static string Properties(BtfType type) => type switch
    {
        BtfInt number =>
            $" size={number.Size} bits_offset={number.BitOffset} nr_bits={number.Bits} encoding={EncodingName(number.Encoding)}",
        BtfFloat number => $" size={number.Size}",
        BtfDeclTag tag => $" type_id={tag.Target} component_idx={tag.Component}",
        BtfReference reference => $" type_id={reference.Target}",
        BtfArray array => $" type_id={array.Element} index_type_id={array.Index} nr_elems={array.Length}",
        BtfComposite composite => $" size={composite.Size} vlen={composite.Members.Length}",
        BtfEnum enumeration =>
            $" encoding={(enumeration.IsSigned ? "SIGNED" : "UNSIGNED")} size={enumeration.Size} vlen={enumeration.Values.Length}",
        BtfForward forward => $" fwd_kind={(forward.IsUnion ? "union" : "struct")}",
        BtfFunction function => $" type_id={function.Prototype} linkage={LinkageName((uint)function.Linkage)}",
        BtfFunctionPrototype prototype => $" ret_type_id={prototype.Return} vlen={prototype.Parameters.Length}",
        BtfVariable variable => $" type_id={variable.Type}, linkage={LinkageName((uint)variable.Linkage)}",
        BtfDataSection section => $" size={section.Size} vlen={section.Entries.Length}",
        _ => "",
    };

    private static IEnumerable<string> Elements(BtfType type, BtfTypes types) => type switch
    {
        BtfComposite composite => composite.Members.Select(Member),
        BtfEnum enumeration => enumeration.Values.Select(value => $"'{NameOf(value.Name)}' val={ValueText(enumeration, value.Value)}"),
        BtfFunctionPrototype prototype => prototype.Parameters.Select(parameter => $"'{NameOf(parameter.Name)}' type_id={parameter.Type}"),
        BtfDataSection section => section.Entries.Select(entry => Entry(entry, types)),
        _ => [],
    };

    private static string Member(BtfMember member)
    {
        string bitfield = member.BitfieldSize != 0 ? $" bitfield_size={member.BitfieldSize}" : "";
        return $"'{NameOf(member.Name)}' type_id={member.Type} bits_offset={member.BitOffset}{bitfield}";
    }

    private static string ValueText(BtfEnum enumeration, long value) => (enumeration.IsSigned, enumeration.Is64Bit) switch
    {
        (true, false) => $"{value}",
        (false, false) => $"{(uint)value}",
        (true, true) => $"{value}LL",
        (false, true) => $"{(ulong)value}ULL",
    };

    private static string Entry(BtfDataSectionEntry entry, BtfTypes types)
    {
        var type = types[entry.Type];
        return $"type_id={entry.Type} offset={entry.Offset} size={entry.Size} ({KindName(type)} '{NameOf(type.Name)}')";
    }

    private static string NameOf(string name) => name.Length == 0 ? "(anon)" : name;

    private static string EncodingName(BtfIntEncoding encoding) => encoding switch
    {
        BtfIntEncoding.None => "(none)",
        BtfIntEncoding.Signed => "SIGNED",
        BtfIntEncoding.Char => "CHAR",
        BtfIntEncoding.Bool => "BOOL",
        _ => "UNKN",
    };

    private static string LinkageName(uint linkage) => linkage switch
    {
        0 => "static",
        1 => "global",
        2 => "extern",
        _ => "(unknown)",
    };

    private static string KindName(BtfType type) => type.Kind switch
    {
        BtfKind.Pointer => "PTR",
        BtfKind.Forward => "FWD",
        BtfKind.Function => "FUNC",
        BtfKind.FunctionPrototype => "FUNC_PROTO",
        BtfKind.Variable => "VAR",
        BtfKind.DataSection => "DATASEC",
        BtfKind.DeclarationTag => "DECL_TAG",
        BtfKind.TypeTag => "TYPE_TAG",
        var kind => kind.ToString().ToUpperInvariant(),
    };
}
