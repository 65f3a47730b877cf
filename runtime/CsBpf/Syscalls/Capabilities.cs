using System.Globalization;
using System.Numerics;

namespace CsBpf.Syscalls;

/// <summary>The capabilities that BPF has to do with; each bit is the kernel's.</summary>
[Flags]
internal enum CapabilitySet : ulong
{
    None = 0,

    /// <summary>CAP_NET_ADMIN: programs of the network stack.</summary>
    NetAdmin = 1UL << 12,

    /// <summary>CAP_SYS_ADMIN: everything; alone enough for objects by id, and for mounting.</summary>
    SysAdmin = 1UL << 21,

    /// <summary>CAP_PERFMON: programs that read kernel memory (Linux 5.8).</summary>
    PerfMon = 1UL << 38,

    /// <summary>CAP_BPF: maps, BTF and programs (Linux 5.8; CAP_SYS_ADMIN before).</summary>
    Bpf = 1UL << 39,
}

/// <summary>What this process may do.</summary>
internal static class Capabilities
{
    private static readonly (CapabilitySet Capability, string Name)[] Names =
    [
        (CapabilitySet.Bpf, "CAP_BPF"),
        (CapabilitySet.PerfMon, "CAP_PERFMON"),
        (CapabilitySet.NetAdmin, "CAP_NET_ADMIN"),
        (CapabilitySet.SysAdmin, "CAP_SYS_ADMIN"),
    ];

    /// <summary>What this process lacks of what the kernel asks for.</summary>
    /// <param name="needed">What the kernel asks for.</param>
    public static CapabilitySet Missing(CapabilitySet needed) => Missing(needed, ReadEffective());

    /// <summary>What to do when the kernel says that something is not permitted.</summary>
    /// <param name="needed">What the kernel asks for.</param>
    public static string Advice(CapabilitySet needed) => Advice(needed, ReadEffective());

    /// <summary>As <see cref="Advice(CapabilitySet)"/>, for a process with these capabilities.</summary>
    internal static string Advice(CapabilitySet needed, CapabilitySet effective)
    {
        var missing = Missing(needed, effective);
        if (missing == CapabilitySet.None)
        {
            return "the process has the capabilities for it, so that something else refuses: " +
                "a seccomp filter (as in containers), kernel lockdown, or a security module";
        }

        string names = string.Join(" and ", Names.Where(entry => missing.HasFlag(entry.Capability)).Select(entry => entry.Name));
        string pronoun = BitOperations.PopCount((ulong)missing) == 1 ? "it" : "them";
        return $"the process lacks {names}: run it as root, or give {pronoun} to it " +
            "(AmbientCapabilities= of systemd, setcap on the executable)";
    }

    private static CapabilitySet Missing(CapabilitySet needed, CapabilitySet effective) =>
        effective.HasFlag(CapabilitySet.SysAdmin) ? CapabilitySet.None : needed & ~effective;

    private static CapabilitySet ReadEffective()
    {
        const string prefix = "CapEff:";
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));
            return line is not null &&
                ulong.TryParse(line.AsSpan(prefix.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong bits)
                ? (CapabilitySet)bits
                : CapabilitySet.None;
        }
        catch (IOException)
        {
            return CapabilitySet.None;
        }
    }
}
