using System.Globalization;
using System.Text;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;

namespace CsBpf.Object.Listing;

/// <summary>A CO-RE relocation for people: <c>byte_off struct cgroup.kn</c>.</summary>
public static class CoreAccessText
{
    /// <summary>The words of libbpf's log, by kind.</summary>
    private static readonly string[] KindNames =
    [
        "byte_off", "byte_sz", "field_exists", "signed", "lshift_u64", "rshift_u64",
        "local_type_id", "target_type_id", "type_exists", "type_size", "enumval_exists", "enumval_value", "type_matches",
    ];

    /// <summary>The text about a relocation. What can't be followed stays as the numbers that it is.</summary>
    /// <param name="relocation">The relocation.</param>
    /// <param name="types">The types of the object.</param>
    public static string Of(CoreRelocation relocation, BtfTypes types)
    {
        ArgumentNullException.ThrowIfNull(types);
        string kind = (uint)relocation.Kind < (uint)KindNames.Length ? KindNames[(int)relocation.Kind] : $"kind {(int)relocation.Kind}";
        if (relocation.TypeId >= types.Count)
            return $"{kind} [{relocation.TypeId}] {relocation.Access}";

        var type = types[relocation.TypeId];
        int[] steps = Steps(relocation.Access);
        string path = type switch
        {
            BtfEnum enumeration when steps is [var index] && index < enumeration.Values.Length => $".{enumeration.Values[index].Name}",
            _ when relocation.Kind <= CoreRelocationKind.FieldRightShift64 => MemberPath(relocation.TypeId, steps, types) ?? $" {relocation.Access}",
            _ => "",
        };
        return $"{kind} {Keyword(type)}{type.Name}{path}";
    }

    private static int[] Steps(string access)
    {
        string[] parts = access.Split(':');
        return parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture))]
            : [];
    }

    private static string Keyword(BtfType type) => type switch
    {
        BtfStruct => "struct ",
        BtfUnion => "union ",
        BtfEnum => "enum ",
        _ => "",
    };

    /// <summary>The members that the steps lead to; the first step is an index from the pointer itself. Null where they lead nowhere.</summary>
    private static string? MemberPath(uint root, int[] steps, BtfTypes types)
    {
        if (steps.Length == 0)
            return null;

        var path = new StringBuilder(steps[0] == 0 ? "" : $"[{steps[0]}]");
        uint current = root;
        foreach (int step in steps.AsSpan(1))
        {
            switch (types[types.ResolveQualifiers(current)])
            {
                case BtfComposite composite when step < composite.Members.Length:
                    var member = composite.Members[step];
                    if (member.Name.Length != 0)
                        path.Append('.').Append(member.Name);
                    current = member.Type;
                    break;
                case BtfArray array:
                    path.Append(CultureInfo.InvariantCulture, $"[{step}]");
                    current = array.Element;
                    break;
                default:
                    return null;
            }
        }

        return path.ToString();
    }
}
