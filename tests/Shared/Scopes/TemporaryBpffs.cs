namespace CsBpf.Testing;

/// <summary>A bpffs of this test's own: what is pinned in it is unpinned when it is disposed.</summary>
public sealed class TemporaryBpffs : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Mounts it.</summary>
    /// <remarks>Other users can walk to what is pinned here.</remarks>
    public TemporaryBpffs()
    {
        try
        {
            Command.Output("mount", "-t", "bpf", "-o", "mode=0755", "bpf", Path);
        }
        catch (InvalidOperationException)
        {
            _directory.Dispose();
            throw;
        }
    }

    /// <summary>The mount point.</summary>
    public string Path => _directory.Path;

    /// <summary>The full path of <paramref name="name"/> in it.</summary>
    public string this[string name] => _directory[name];

    /// <inheritdoc/>
    public void Dispose()
    {
        Command.Output("umount", Path);
        _directory.Dispose();
    }
}
