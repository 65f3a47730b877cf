using CsBpf.Syscalls;

namespace CsBpf.Kernel;

/// <summary>Values that the kernel keeps with tasks (Linux 5.11): a value goes when its thread ends.</summary>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
[MapType(BpfMapType.TaskStorage, Key = typeof(int), Flags = BpfMapFlags.NoPreallocation, Since = "5.11")]
[LocalStorage(get: 156, delete: 157, Name = "bpf_task_storage")]
public sealed class BpfTaskStorage<TValue> : BpfLocalStorage<Task, TValue>
    where TValue : unmanaged
{
    /// <summary>Declares the map.</summary>
    public BpfTaskStorage()
    {
    }

    private protected override BpfMapType Type => BpfMapType.TaskStorage;

    /// <summary>Copies the value of the main thread of a process, in user space.</summary>
    /// <param name="processId">The number of the process.</param>
    /// <param name="value">The value; <c>default</c> where it has none.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public bool TryGetValue(int processId, out TValue value)
    {
        using FileHandle handle = FileCalls.OpenProcess(processId);
        return TryGet(handle, out value);
    }

    /// <summary>Gives the main thread of a process a value, in user space.</summary>
    /// <param name="processId">The number of the process.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public void Set(int processId, TValue value)
    {
        using FileHandle handle = FileCalls.OpenProcess(processId);
        Set(handle, value);
    }

    /// <summary>Takes the value from the main thread of a process, in user space.</summary>
    /// <param name="processId">The number of the process.</param>
    /// <returns>False where it has none.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such thing.</exception>
    public bool Remove(int processId)
    {
        using FileHandle handle = FileCalls.OpenProcess(processId);
        return Remove(handle);
    }
}
