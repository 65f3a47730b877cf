using System.Globalization;

namespace CsBpf.Syscalls;

/// <summary>The machine's processors, as the kernel counts them for maps.</summary>
internal static class Processors
{
    /// <summary>How many there can be: online or not, as <c>/sys/devices/system/cpu/possible</c> lists them.</summary>
    public static int Possible { get; } = Count(Read());

    /// <summary>The number of processors in a list such as <c>0-3,8</c>.</summary>
    internal static int Count(string list)
    {
        int count = 0;
        foreach (string range in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] bounds = range.Split('-');
            count += int.Parse(bounds[^1], CultureInfo.InvariantCulture) - int.Parse(bounds[0], CultureInfo.InvariantCulture) + 1;
        }

        return count;
    }

    private static string Read()
    {
        const string path = "/sys/devices/system/cpu/possible";
        return File.Exists(path) ? File.ReadAllText(path) : $"0-{Environment.ProcessorCount - 1}";
    }
}
