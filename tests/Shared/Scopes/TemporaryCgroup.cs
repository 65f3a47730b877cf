using System.Runtime.InteropServices;

namespace CsBpf.Testing;

/// <summary>A cgroup of this test's own, removed with its children when disposed.</summary>
public sealed partial class TemporaryCgroup : IDisposable
{
    private const int CurrentDirectory = -100;
    private const int KernfsHandleBytes = 8;

    private static int _count;

    /// <summary>Makes it below the root of the first cgroup2 mount.</summary>
    public TemporaryCgroup()
        : this(System.IO.Path.Combine(Mount.Find("cgroup2")!, $"csbpf-test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}"))
    {
    }

    private TemporaryCgroup(string path)
    {
        Path = path;
        Directory.CreateDirectory(path);
    }

    /// <summary>Its directory in the cgroup file system.</summary>
    public string Path { get; }

    /// <summary>The last part of its path.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The number by which the kernel knows it (<c>bpf_get_current_cgroup_id</c>), as cgroupfs tells it.</summary>
    public ulong Id => IdOf(Path);

    /// <summary>Makes a cgroup in this one.</summary>
    public TemporaryCgroup CreateChild(string name) => new(System.IO.Path.Combine(Path, name));

    /// <summary>Moves a process into it.</summary>
    public void Add(int processId) => File.WriteAllText(System.IO.Path.Combine(Path, "cgroup.procs"), processId.ToString());

    /// <summary>The id of the cgroup at <paramref name="path"/>: the kernfs node's, from its file handle.</summary>
    public static ulong IdOf(string path)
    {
        var handle = new FileHandle { Bytes = KernfsHandleBytes };
        return NameToHandleAt(CurrentDirectory, path, ref handle, out _, 0) == 0
            ? handle.Id
            : throw new IOException($"name_to_handle_at({path}): {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <inheritdoc/>
    public void Dispose() => Remove(Path);

    private static void Remove(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        foreach (string child in Directory.EnumerateDirectories(path))
        {
            Remove(child);
        }

        Directory.Delete(path);
    }

    [LibraryImport("libc", EntryPoint = "name_to_handle_at", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NameToHandleAt(int directory, string path, ref FileHandle handle, out int mountId, int flags);

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct FileHandle
    {
        public uint Bytes;
        public int Type;
        public ulong Id;
    }
}
