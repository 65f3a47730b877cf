using System.Globalization;
using System.Text;

namespace CsBpf;

/// <summary>
/// Names of files in bpffs, which takes no dot: dots, and the backslash that escapes them, are written as systemd writes them
/// (<c>nginx.service</c> is <c>nginx\x2eservice</c>). So is a tilde at the start, which marks files in the making.
/// </summary>
public static class BpfFileName
{
    /// <summary>The longest name of a file, in bytes.</summary>
    private const int MaxLength = 255;

    /// <summary>The name of a file in bpffs.</summary>
    /// <param name="name">A name without a slash.</param>
    /// <exception cref="ArgumentException">The name is empty, has a slash or a zero, or is too long once it is escaped.</exception>
    public static string Escape(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAny('/', '\0'))
            throw new ArgumentException($"'{name}' is no name of a file: it has a slash or a zero.", nameof(name));

        string escaped = name.Replace("\\", "\\x5c", StringComparison.Ordinal).Replace(".", "\\x2e", StringComparison.Ordinal);
        if (escaped[0] == '~')
            escaped = "\\x7e" + escaped[1..];
        int length = Encoding.UTF8.GetByteCount(escaped);
        return length <= MaxLength
            ? escaped
            : throw new ArgumentException(
                $"'{name}' is too long: {length} bytes as a file name in bpffs, which takes {MaxLength}.", nameof(name));
    }

    /// <summary>The name that a file in bpffs stands for.</summary>
    /// <param name="fileName">The name of the file; what is no escape stays as it is.</param>
    public static string Unescape(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        if (!fileName.Contains('\\', StringComparison.Ordinal))
            return fileName;

        var name = new StringBuilder(fileName.Length);
        for (int i = 0; i < fileName.Length; i++)
        {
            if (fileName.AsSpan(i) is ['\\', 'x', _, _, ..] &&
                byte.TryParse(fileName.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                name.Append((char)value);
                i += 3;
            }
            else
            {
                name.Append(fileName[i]);
            }
        }

        return name.ToString();
    }

    /// <summary>A path of names, each escaped.</summary>
    internal static string EscapePath(string path) =>
        string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Escape));

    /// <summary>A path of names, each unescaped.</summary>
    internal static string UnescapePath(string path) =>
        string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Unescape));
}
