using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsBpf.Object;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The configuration that the running kernel was built with, for the variables that objects declare in <c>.kconfig</c>.</summary>
internal static class KernelConfiguration
{
    private const string VersionName = "LINUX_KERNEL_VERSION";
    private const string CookieName = "LINUX_HAS_BPF_COOKIE";
    private const string SyscallWrapperName = "LINUX_HAS_SYSCALL_WRAPPER";

    /// <summary>
    /// What the names of system calls in the kernel begin with where they take their arguments from a struct of registers.
    /// </summary>
    private static readonly string[] SyscallWrapperPrefixes = ["__x64_", "__arm64_", "__riscv_", "__s390x_"];

    private static readonly Lazy<Dictionary<string, string>> Running = new(() => Parse(ReadText()));

    /// <summary>The bytes of the section.</summary>
    /// <exception cref="ObjectFormatException">A variable cannot hold the value that the kernel has.</exception>
    public static byte[] Fill(MapSpec section)
    {
        byte[] contents = new byte[section.Data.Length];
        foreach (var variable in section.Configuration)
        {
            if (Find(variable.Name) is { } value)
                Store(variable, value, contents.AsSpan((int)variable.Offset, (int)variable.Size));
            else if (!variable.IsWeak)
                throw new FeatureNotSupportedException(
                    $"the configuration value {variable.Name}", firstKernel: null, "declare it weak if the program can do without");
        }

        return contents;
    }

    /// <summary>The values in a configuration file (<c>CONFIG_X=y</c>), as written.</summary>
    internal static Dictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            int equals = line.IndexOf('=');
            if (equals > 0 && line.StartsWith("CONFIG_", StringComparison.Ordinal))
                values[line[..equals].ToString()] = line[(equals + 1)..].Trim().ToString();
        }

        return values;
    }

    /// <summary>Writes a value as the configuration file has it: <c>y</c>, <c>m</c>, <c>n</c>, a number, a string in quotes.</summary>
    /// <exception cref="ObjectFormatException">The variable has no type for such a value.</exception>
    internal static void Store(ConfigurationVariable variable, string value, Span<byte> place)
    {
        switch (variable.Shape, value)
        {
            case (ConfigurationShape.Text, ['"', .. var quoted, '"']):
                byte[] text = Encoding.UTF8.GetBytes(quoted);
                text.AsSpan(0, Math.Min(text.Length, place.Length - 1)).CopyTo(place);
                break;
            case (ConfigurationShape.Boolean, "y" or "n"):
            case (ConfigurationShape.Character, "y" or "n" or "m"):
                place[0] = variable.Shape == ConfigurationShape.Character ? (byte)value[0] : value == "y" ? (byte)1 : (byte)0;
                break;
            case (ConfigurationShape.Tristate, "y" or "n" or "m"):
                StoreNumber(value switch { "n" => 0, "y" => 1, _ => 2 }, place);
                break;
            case (not ConfigurationShape.Text, _) when TryParse(value, out ulong number) && Fits(variable, number):
                StoreNumber(number, place);
                break;
            default:
                throw new ObjectFormatException(
                    $"{variable.Name} is {value} in this kernel, which a variable of its type cannot hold", variable.Offset, ".kconfig");
        }
    }

    private static bool TryParse(string value, out ulong number)
    {
        if (value.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number);
        bool isNegative = long.TryParse(value, CultureInfo.InvariantCulture, out long signed) && signed < 0;
        number = isNegative ? (ulong)signed : 0;
        return isNegative || ulong.TryParse(value, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Whether the value is the same when only as many bytes of it are kept, read as signed or unsigned.</summary>
    private static bool Fits(ConfigurationVariable variable, ulong number)
    {
        int unused = 64 - ((int)variable.Size * 8);
        return number << unused >> unused == number || (ulong)((long)number << unused >> unused) == number;
    }

    private static void StoreNumber(ulong number, Span<byte> place)
    {
        for (int i = 0; i < place.Length; i++)
            place[BitConverter.IsLittleEndian ? i : place.Length - 1 - i] = i < sizeof(ulong) ? (byte)(number >> (i * 8)) : (byte)0;
    }

    private static string? Find(string name) => name switch
    {
        VersionName => KernelVersion.Code.ToString(CultureInfo.InvariantCulture),
        CookieName => KernelVersion.IsOlderThan("5.15") ? "0" : "1",
        SyscallWrapperName => SyscallWrapperPrefixes.Any(prefix => KernelSymbols.Find(prefix + "sys_bpf") is not null) ? "1" : "0",
        _ => Running.Value.GetValueOrDefault(name),
    };

    private static string ReadText()
    {
        string boot = "/boot/config-" + KernelVersion.Release;
        if (File.Exists(boot))
            return File.ReadAllText(boot);
        const string compressed = "/proc/config.gz";
        if (!File.Exists(compressed))
            throw new FeatureNotSupportedException(
                "its configuration in a file", firstKernel: null, $"neither {boot} nor {compressed} (CONFIG_IKCONFIG_PROC) is there");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(compressed), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
