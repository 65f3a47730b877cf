namespace CsBpf.Build;

/// <summary>The directory of what the task makes. A file that would not change is not touched, so that what depends on it is not built again.</summary>
/// <param name="path">The directory.</param>
internal sealed class OutputDirectory(string path)
{
    private readonly List<string> _written = [];

    /// <summary>Writes a file of the directory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its contents.</param>
    /// <returns>Its path.</returns>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(path);
        string file = Path.Combine(path, name);
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
            File.WriteAllBytes(file, bytes);
        _written.Add(file);
        return file;
    }

    /// <summary>Removes what an earlier run made and this one did not, and lists what this one made.</summary>
    /// <param name="listFile">The list of the earlier run, which is replaced.</param>
    public void Complete(string listFile)
    {
        if (File.Exists(listFile))
        {
            foreach (string stale in File.ReadAllLines(listFile).Except(_written))
                File.Delete(stale);
        }

        File.WriteAllLines(listFile, _written);
    }
}
