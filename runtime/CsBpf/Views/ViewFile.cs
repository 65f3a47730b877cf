using System.Globalization;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Puts an iterator's file where readers find it.</summary>
internal static class ViewFile
{
    private const char TemporaryMark = '~';

    /// <summary>Pins a link as a file with its mode and owner; one that is there is replaced at once.</summary>
    /// <exception cref="BpfException">The kernel refused; nothing is left behind.</exception>
    public static void Place(IteratorLink link, string path, ViewOptions options)
    {
        // Nobody may see the file before it has its mode: it is made under another name, which bpffs can move over the old file.
        string temporary = Path.Combine(Path.GetDirectoryName(path)!, $"{TemporaryMark}{Environment.ProcessId}-{Guid.NewGuid():N}");
        ObjectCalls.Pin(link.Handle, temporary);
        try
        {
            if (options.Owner is { } owner)
                FileCalls.ChangeOwner(temporary, owner.User, owner.Group);
            FileCalls.ChangeMode(temporary, options.Mode);
            FileCalls.Rename(temporary, path, "a directory has that name, the mirror of a cgroup");
        }
        catch
        {
            FileCalls.Unlink(temporary);
            throw;
        }
    }

    /// <summary>Whether a file has the name that it has before it is a view. <see cref="BpfFileName"/> gives no view such a name.</summary>
    public static bool IsTemporary(string path) => Path.GetFileName(path.AsSpan()) is [TemporaryMark, ..];

    /// <summary>Whether the process that made a temporary file is gone.</summary>
    public static bool IsAbandoned(string path)
    {
        var name = Path.GetFileName(path.AsSpan())[1..];
        int hyphen = name.IndexOf('-');
        return hyphen > 0 && int.TryParse(name[..hyphen], CultureInfo.InvariantCulture, out int process) &&
            !Directory.Exists($"/proc/{process}");
    }
}
