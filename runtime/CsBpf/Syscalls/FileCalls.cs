using System.Globalization;
using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>The calls on files and directories that .NET has no way to make, or none that says what went wrong.</summary>
internal static unsafe class FileCalls
{
    public const nuint MountBind = 4096;

    /// <summary>0755.</summary>
    public const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary><c>MNT_DETACH</c>: unmount now, also where somebody still reads.</summary>
    private const int UnmountDetach = 2;

    private const int OpenReadOnly = 0;
    private const int OpenCloseOnExec = 0x80000;

    public static FileHandle OpenRead(string path)
    {
        var handle = new FileHandle();
        int result = Result(LibC.Open(path, OpenReadOnly | OpenCloseOnExec, 0));
        if (result < 0)
            throw new Operation("open", path).Failed(result);
        handle.Take(result);
        return handle;
    }

    /// <summary>Opens a process (pidfd): its main thread.</summary>
    public static FileHandle OpenProcess(int processId)
    {
        // The same number on all machines.
        const int openProcess = 434;
        var handle = new FileHandle();
        nint result = LibC.Syscall(openProcess, processId, null, 0);
        if (result < 0)
            throw new Operation("open the process", processId.ToString(CultureInfo.InvariantCulture)).Failed(-Marshal.GetLastPInvokeError());
        handle.Take((int)result);
        return handle;
    }

    public static void Mount(string source, string target, string? type, nuint flags, string? data) =>
        Check(LibC.Mount(source, target, type, flags, data), new Operation($"mount {type ?? source} at", target, CapabilitySet.SysAdmin));

    public static void Unmount(string target) =>
        Check(LibC.Unmount(target, UnmountDetach), new Operation("unmount", target, CapabilitySet.SysAdmin));

    /// <summary>The magic number of the file system that a path is in.</summary>
    public static uint GetFileSystemType(string path)
    {
        var status = default(FileSystemStatus);
        Check(LibC.FileSystemStatus(path, &status), new Operation("find", path));
        return (uint)status.Type;
    }

    /// <summary>The number of a node of kernfs, from its file handle.</summary>
    public static ulong GetKernfsId(string path)
    {
        var handle = new KernfsFileHandle { Length = sizeof(ulong) };
        int mount = 0;
        Check(LibC.NameToHandle(LibC.CurrentDirectory, path, &handle, &mount, 0), new Operation("find the id of", path));
        return handle.Id;
    }

    /// <summary>Moves a file, over another if there is one.</summary>
    public static void Rename(string from, string to, string adviceOnDirectory)
    {
        int result = Result(LibC.Rename(from, to));
        if (result < 0)
            throw new Operation($"rename {from} to", to).Failed(result, result == -(int)Errno.EISDIR ? adviceOnDirectory : null);
    }

    public static void ChangeMode(string path, UnixFileMode mode) =>
        Check(LibC.ChangeMode(path, (uint)mode), new Operation("set the mode of", path));

    public static void ChangeOwner(string path, uint user, uint group) =>
        Check(LibC.ChangeOwner(path, user, group), new Operation("set the owner of", path));

    /// <returns>False where there is no such file.</returns>
    public static bool Unlink(string path) => Remove(LibC.Unlink(path), new Operation("remove", path));

    /// <returns>False where there is no such directory, or where it is not empty.</returns>
    public static bool RemoveDirectory(string path) => Remove(LibC.RemoveDirectory(path), new Operation("remove the directory", path));

    /// <returns>False where the directory exists.</returns>
    public static bool MakeDirectory(string path)
    {
        int result = Result(LibC.MakeDirectory(path, (uint)DirectoryMode));
        if (result < 0 && result != -(int)Errno.EEXIST)
            throw new Operation("make the directory", path).Failed(result);
        return result == 0;
    }

    /// <summary>Maps a descriptor's memory, to read and to write unless it is read-only; at an address where that is not 0.</summary>
    public static void* MapShared(BpfHandle handle, nuint length, string name, ulong at = 0, nint offset = 0, bool isReadOnly = false)
    {
        const int read = 1;
        const int write = 2;
        const int shared = 1;
        const int fixedNoReplace = 0x100000;
        using var lease = handle.Lease();
        void* address = LibC.MapMemory(
            (void*)at, length, isReadOnly ? read : read | write, at == 0 ? shared : shared | fixedNoReplace, lease.Descriptor, offset);
        return (nint)address != -1 ? address : throw new Operation("map the memory of", name).Failed(-Marshal.GetLastPInvokeError());
    }

    public static void Unmap(void* address, nuint length) => _ = LibC.UnmapMemory(address, length);

    private static bool Remove(int returned, Operation operation)
    {
        int result = Result(returned);
        if (result < 0 && result is not (-(int)Errno.ENOENT or -(int)Errno.ENOTEMPTY))
            throw operation.Failed(result);
        return result == 0;
    }

    private static void Check(int returned, Operation operation)
    {
        int result = Result(returned);
        if (result < 0)
            throw operation.Failed(result);
    }

    /// <summary>The result of a call of the C library as the kernel gives it: the negated error number where it failed.</summary>
    private static int Result(int returned) => returned == -1 ? -Marshal.GetLastPInvokeError() : returned;
}
