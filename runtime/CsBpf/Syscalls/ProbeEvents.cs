using System.Globalization;

namespace CsBpf.Syscalls;

/// <summary>The events of probes, which the kernel makes when they are opened (Linux 4.17).</summary>
internal static class ProbeEvents
{
    private const string Sources = "/sys/bus/event_source/devices/";
    private const string BitPrefix = "config:";

    /// <summary>A place in a function of the kernel.</summary>
    /// <param name="function">The function.</param>
    /// <param name="offset">How far behind its beginning.</param>
    /// <param name="isReturn">Whether the event is the function's end.</param>
    /// <param name="operation">What it is for.</param>
    public static PerfEventRecord Kprobe(string function, ulong offset, bool isReturn, in Operation operation) =>
        Of("kprobe", "CONFIG_KPROBES", function, offset, isReturn, operation) with { Processor = 0 };

    /// <summary>A place in a file of user space.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">The place.</param>
    /// <param name="isReturn">Whether the event is the end of the function that begins there.</param>
    /// <param name="operation">What it is for.</param>
    public static PerfEventRecord Uprobe(string path, ulong offset, bool isReturn, in Operation operation) =>
        Of("uprobe", "CONFIG_UPROBE_EVENTS", Path.GetFullPath(path), offset, isReturn, operation);

    private static PerfEventRecord Of(string source, string configuration, string text, ulong offset, bool isReturn, in Operation operation)
    {
        if (!File.Exists($"{Sources}{source}/type"))
        {
            throw operation.Failed(
                -(int)Errno.ENOENT, $"the kernel has no {source} events ({Sources}{source}): it was built without {configuration}, or is older than Linux 4.17");
        }

        uint type = uint.Parse(File.ReadAllText($"{Sources}{source}/type"), CultureInfo.InvariantCulture);
        ulong flags = isReturn ? 1UL << ReturnBit(source) : 0;
        return new(PerfEventAttributes.Of(type) with { Configuration = flags, Configuration2 = offset }) { Text = text };
    }

    // The file says which bit of the configuration it is: "config:0".
    private static int ReturnBit(string source)
    {
        string format = File.ReadAllText($"{Sources}{source}/format/retprobe").Trim();
        return format.StartsWith(BitPrefix, StringComparison.Ordinal) ? int.Parse(format[BitPrefix.Length..], CultureInfo.InvariantCulture) : 0;
    }
}
