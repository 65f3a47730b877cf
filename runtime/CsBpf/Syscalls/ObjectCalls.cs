using System.Runtime.InteropServices.Marshalling;

namespace CsBpf.Syscalls;

/// <summary>The commands that maps, programs, links and BTF have in common: pins, ids, information.</summary>
internal static unsafe class ObjectCalls
{
    /// <summary>Pins an object in bpffs.</summary>
    /// <exception cref="BpfException">It cannot be pinned there.</exception>
    public static void Pin(BpfHandle handle, string path)
    {
        int result = TryPin(handle, path);
        if (result < 0)
            throw new Operation("pin to", path, CapabilitySet.Bpf).Failed(result, PinAdvice(result, path));
    }

    /// <returns>0, or the negated error number.</returns>
    public static int TryPin(BpfHandle handle, string path)
    {
        using var lease = handle.Lease();
        byte* text = Utf8StringMarshaller.ConvertToUnmanaged(path);
        try
        {
            var attributes = new ObjectPinAttributes { Path = text, Descriptor = lease.Descriptor };
            return BpfCall.Invoke(BpfCommand.ObjectPin, ref attributes);
        }
        finally
        {
            Utf8StringMarshaller.Free(text);
        }
    }

    /// <summary>Opens what is pinned in bpffs.</summary>
    /// <exception cref="BpfException">Nothing is pinned there, or nothing that this process may open.</exception>
    public static THandle Get<THandle>(string path)
        where THandle : BpfHandle, new()
    {
        byte* text = Utf8StringMarshaller.ConvertToUnmanaged(path);
        try
        {
            var attributes = new ObjectPinAttributes { Path = text };
            var operation = new Operation("open the pinned object", path, CapabilitySet.Bpf);
            var handle = BpfCall.Open<THandle, ObjectPinAttributes>(BpfCommand.ObjectGet, ref attributes, operation);
            if (OtherKind(handle) is not { } other)
                return handle;
            handle.Dispose();
            throw operation.Failed(-(int)Errno.EINVAL, $"it is a {other}, no {handle.Kind}");
        }
        finally
        {
            Utf8StringMarshaller.Free(text);
        }
    }

    /// <summary>Opens an object by its id.</summary>
    /// <exception cref="BpfException">There is none, or this process may not open it.</exception>
    public static THandle GetById<THandle>(BpfCommand command, uint id, string kind)
        where THandle : BpfHandle, new()
    {
        var attributes = new ObjectIdAttributes { Id = id };
        return BpfCall.Open<THandle, ObjectIdAttributes>(
            command, ref attributes, new Operation($"open {kind} {id}", Needs: CapabilitySet.SysAdmin));
    }

    /// <summary>Asks the kernel about an object. It fills in what it knows of the record, and leaves the rest.</summary>
    public static void GetInfo(BpfHandle handle, void* record, int size, string kind)
    {
        using var lease = handle.Lease();
        var attributes = new ObjectInfoAttributes { Descriptor = lease.Descriptor, Info = record, InfoLength = (uint)size };
        BpfCall.Run(BpfCommand.ObjectGetInfo, ref attributes, new Operation("get information about", kind));
    }

    /// <summary>What the kernel calls an object that is none of the handle's kind: a pin does not tell before it is opened.</summary>
    private static string? OtherKind(BpfHandle handle)
    {
        // "anon_inode:bpf-map", "anon_inode:bpf-prog", "anon_inode:bpf_link".
        const string prefix = "anon_inode:bpf";
        using var lease = handle.Lease();
        string? target = File.ResolveLinkTarget($"/proc/self/fd/{lease.Descriptor}", returnFinalTarget: false)?.Name;
        if (target is null || !target.StartsWith(prefix, StringComparison.Ordinal) || target.Length <= prefix.Length + 1)
            return null;
        string kind = target[(prefix.Length + 1)..];
        return kind == handle.Kind ? null : kind;
    }

    private static string? PinAdvice(int result, string path) => (Errno)(-result) switch
    {
        Errno.EPERM when Path.GetFileName(path).Contains('.', StringComparison.Ordinal) => "bpffs takes no names with a dot",
        Errno.EPERM or Errno.EINVAL when !BpfFileSystem.IsMountedAt(Path.GetDirectoryName(path) ?? path) =>
            "the directory is not in a bpffs; objects are pinned in one, usually " + BpfFileSystem.DefaultPath,
        Errno.EEXIST => "something is pinned there already",
        Errno.ENOENT => "the directory does not exist",
        Errno.ENOTDIR => "one of the directories is a file: a view has its name",
        _ => null,
    };
}
