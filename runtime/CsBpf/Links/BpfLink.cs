using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>An attached program. Disposing the link detaches it, unless the link is pinned.</summary>
public class BpfLink : IDisposable
{
    internal BpfLink(LinkHandle handle) => Handle = handle;

    /// <summary>What the kernel says about the link.</summary>
    public BpfLinkInfo Info => BpfLinkInfo.Read(Handle);

    /// <summary>Where this object pinned the link; null where it did not.</summary>
    public string? PinPath { get; private set; }

    internal LinkHandle Handle { get; }

    /// <summary>Opens a link that is pinned.</summary>
    /// <param name="path">The file in bpffs.</param>
    /// <exception cref="BpfException">No link is pinned there, or none that this process may open.</exception>
    public static BpfLink FromPin(string path) => Create(ObjectCalls.Get<LinkHandle>(path));

    /// <summary>Opens a link by its number (needs CAP_SYS_ADMIN).</summary>
    /// <param name="id">The kernel's number of the link.</param>
    /// <exception cref="BpfException">There is no such link, or this process may not open it.</exception>
    public static BpfLink FromId(uint id) => Create(ObjectCalls.GetById<LinkHandle>(BpfCommand.LinkGetDescriptorById, id, "the link"));

    /// <summary>Pins the link: the program stays attached, also after this process, until the file is removed.</summary>
    /// <param name="path">A file in bpffs that does not exist yet.</param>
    /// <exception cref="BpfException">It cannot be pinned there.</exception>
    public void Pin(string path)
    {
        ObjectCalls.Pin(Handle, path);
        PinPath = path;
    }

    /// <summary>Removes the file that <see cref="Pin"/> made.</summary>
    /// <exception cref="InvalidOperationException">This object did not pin the link.</exception>
    /// <exception cref="BpfException">The file cannot be removed.</exception>
    public void Unpin()
    {
        FileCalls.Unlink(PinPath ?? throw new InvalidOperationException("This object did not pin the link."));
        PinPath = null;
    }

    /// <summary>Closes the link. Where it is not pinned, the program is detached.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        GC.SuppressFinalize(this);
    }

    private static BpfLink Create(LinkHandle handle)
    {
        try
        {
            return BpfLinkInfo.Read(handle).Type == BpfLinkType.Iterator ? new IteratorLink(handle) : new BpfLink(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
