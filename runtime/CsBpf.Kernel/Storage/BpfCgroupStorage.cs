using CsBpf.Syscalls;

namespace CsBpf.Kernel;

/// <summary>Values that the kernel keeps with cgroups (Linux 6.2): a value goes when its cgroup is removed.</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.CgroupStorage, Key = typeof(int), Flags = BpfMapFlags.NoPreallocation, Since = "6.2")]
[LocalStorage(get: 210, delete: 211, Name = "bpf_cgrp_storage")]
public sealed class BpfCgroupStorage<TValue> : BpfLocalStorage<Cgroup, TValue>
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    public BpfCgroupStorage()
    {
    }

    private protected override BpfMapType Type => BpfMapType.CgroupStorage;

    /// <summary>Copies the value of a cgroup, in user space.</summary>
    /// <param name="path">The directory of the cgroup.</param>
    /// <param name="value">The value; <c>default</c> where it has none.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public bool TryGetValue(string path, out TValue value)
    {
        using FileHandle handle = FileCalls.OpenRead(path);
        return TryGet(handle, out value);
    }

    /// <summary>Gives a cgroup a value, in user space.</summary>
    /// <param name="path">The directory of the cgroup.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public void Set(string path, TValue value)
    {
        using FileHandle handle = FileCalls.OpenRead(path);
        Set(handle, value);
    }

    /// <summary>Takes the value from a cgroup, in user space.</summary>
    /// <param name="path">The directory of the cgroup.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public bool Remove(string path)
    {
        using FileHandle handle = FileCalls.OpenRead(path);
        return Remove(handle);
    }
}
