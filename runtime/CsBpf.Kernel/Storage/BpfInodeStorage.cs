using CsBpf.Syscalls;

namespace CsBpf.Kernel;

/// <summary>Values that the kernel keeps with the inodes in its memory (Linux 5.10), for programs of <c>[Lsm]</c>: a value goes when the kernel forgets the inode.</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.InodeStorage, Key = typeof(int), Flags = BpfMapFlags.NoPreallocation, Since = "5.10")]
[LocalStorage(get: 145, delete: 146, Name = "bpf_inode_storage")]
public sealed class BpfInodeStorage<TValue> : BpfLocalStorage<inode, TValue>
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    public BpfInodeStorage()
    {
    }

    private protected override BpfMapType Type => BpfMapType.InodeStorage;

    /// <summary>Copies the value of a file, in user space.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="value">The value; <c>default</c> where it has none.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public bool TryGetValue(string path, out TValue value)
    {
        using FileHandle handle = FileCalls.OpenRead(path);
        return TryGet(handle, out value);
    }

    /// <summary>Gives a file a value, in user space.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public void Set(string path, TValue value)
    {
        using FileHandle handle = FileCalls.OpenRead(path);
        Set(handle, value);
    }

    /// <summary>Takes the value from a file, in user space.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public bool Remove(string path)
    {
        using FileHandle handle = FileCalls.OpenRead(path);
        return Remove(handle);
    }
}
