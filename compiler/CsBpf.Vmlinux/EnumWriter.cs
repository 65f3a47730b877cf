using System.Globalization;
using System.Text;
using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>Writes the enumerations.</summary>
internal static class EnumWriter
{
    /// <summary>Writes the enum of a type.</summary>
    public static void Write(KernelType type, StringBuilder output)
    {
        var enumeration = (BtfEnum)type.Type;
        string? integer = MemberTypes.Integer(enumeration.Size, enumeration.IsSigned);
        if (type.IsTypedef)
            output.Append($"[KernelType(\"{type.Name}\", IsTypedef = true)] ");
        output.Append($"public enum {CSharpName.Escape(type.Name)} : {integer}\n{{\n");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, long value) in enumeration.Values)
        {
            if (CSharpName.IsValid(name) && names.Add(name))
                output.Append(CultureInfo.InvariantCulture, $"    {CSharpName.Escape(name)} = {Wrap(value, enumeration)},\n");
        }

        output.Append("}\n");
    }

    /// <summary>Writes the values of enumerations without a name as constants of one class; of two with the same name, the first.</summary>
    public static void WriteConstants(IEnumerable<BtfEnum> anonymous, StringBuilder output)
    {
        output.Append("public static class Constants\n{\n");
        var names = new HashSet<string>(StringComparer.Ordinal) { "Constants" };
        foreach (BtfEnum enumeration in anonymous)
        {
            foreach ((string name, long value) in enumeration.Values)
            {
                if (!CSharpName.IsValid(name) || !names.Add(name))
                    continue;
                Int128 wrapped = Wrap(value, enumeration);
                string type = ConstantType(wrapped);
                output.Append(CultureInfo.InvariantCulture, $"    public const {type} {CSharpName.Escape(name)} = {wrapped};\n");
            }
        }

        output.Append("}\n");
    }

    /// <summary>As in C: the first type that holds the value.</summary>
    private static string ConstantType(Int128 value) =>
        value >= int.MinValue && value <= int.MaxValue ? "int"
        : value >= 0 && value <= uint.MaxValue ? "uint"
        : value <= long.MaxValue ? "long"
        : "ulong";

    private static Int128 Wrap(long value, BtfEnum enumeration) => (enumeration.Size, enumeration.IsSigned) switch
    {
        (1, true) => (sbyte)value,
        (1, false) => (byte)value,
        (2, true) => (short)value,
        (2, false) => (ushort)value,
        (4, true) => (int)value,
        (4, false) => (uint)value,
        (_, true) => value,
        _ => (ulong)value,
    };
}
