using System.Text;

namespace CsBpf;

/// <summary>Reads the mounts that this process sees.</summary>
internal static class MountTable
{
    public const string ProcessPath = "/proc/self/mountinfo";

    private const int MountPointField = 4;
    private const int FirstOptionalField = 6;

    /// <summary>The mount points of a file system type, in the order they were mounted.</summary>
    /// <param name="text">The text of <c>mountinfo</c>.</param>
    /// <param name="type">The type: <c>cgroup2</c>.</param>
    public static IEnumerable<string> Find(string text, string type)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Optional fields follow the sixth, up to a lone hyphen; the type is next.
            string[] fields = line.Split(' ');
            int hyphen = Array.FindIndex(fields, Math.Min(FirstOptionalField, fields.Length), field => field == "-");
            if (hyphen > 0 && hyphen + 1 < fields.Length && fields[hyphen + 1] == type)
                yield return Unescape(fields[MountPointField]);
        }
    }

    /// <summary>Undoes the kernel's escapes of spaces, tabs, line ends and backslashes: a backslash and three octal digits.</summary>
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;

        var text = new StringBuilder(field.Length);
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && field.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)(((field[i + 1] - '0') << 6) | ((field[i + 2] - '0') << 3) | (field[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }
}
