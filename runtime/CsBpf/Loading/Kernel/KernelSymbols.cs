using System.Globalization;

namespace CsBpf;

/// <summary>The symbols of the running kernel, from <c>/proc/kallsyms</c>, read when they are first needed.</summary>
internal static class KernelSymbols
{
    private const string ListPath = "/proc/kallsyms";

    private static readonly Lazy<Dictionary<string, ulong>> Addresses = new(
        () => File.Exists(ListPath) ? Parse(File.ReadLines(ListPath)) : []);

    /// <summary>The address of a symbol; null where there is none; 0 where this process may not see addresses (needs CAP_SYSLOG).</summary>
    public static ulong? Find(string name) => Addresses.Value.TryGetValue(name, out ulong address) ? address : null;

    /// <summary>The addresses in lines of <c>address type name [module]</c>; of a name that is there twice, the first.</summary>
    internal static Dictionary<string, ulong> Parse(IEnumerable<string> lines)
    {
        var addresses = new Dictionary<string, ulong>();
        foreach (string line in lines)
        {
            var rest = line.AsSpan();
            int type = rest.IndexOf(' ');
            if (type < 0 || rest.Length < type + 4 ||
                !ulong.TryParse(rest[..type], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong address))
                continue;
            var name = rest[(type + 3)..];
            int end = name.IndexOfAny(' ', '\t');
            addresses.TryAdd((end < 0 ? name : name[..end]).ToString(), address);
        }

        return addresses;
    }
}
