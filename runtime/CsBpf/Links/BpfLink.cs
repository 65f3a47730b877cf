using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>An attached program. Disposing the link detaches it, unless the link is pinned.</summary>
public class BpfLink : IDisposable
{
    private const CapabilitySet Needs = CapabilitySet.NetAdmin | CapabilitySet.Bpf;

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

    /// <summary>Puts another program in the place of the one that is attached, with no moment between them (Linux 5.7).</summary>
    /// <param name="program">A program of the same type.</param>
    /// <exception cref="BpfException">The link is of a kind that keeps its program, or the program is of another type.</exception>
    public void Update(LoadedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        int result = LinkCalls.TryUpdate(Handle, program.Handle);
        if (result < 0)
            throw new Operation("replace the program of the link by", program.Name, Needs).Failed(result, UpdateAdvice(result));
    }

    /// <summary>
    /// Detaches the program, also where the link is pinned (Linux 5.9). The link stays, without effect, until it is closed and its pin removed.
    /// </summary>
    /// <exception cref="BpfException">The link is of a kind that stays attached as long as it exists.</exception>
    public void Detach()
    {
        int result = LinkCalls.TryDetach(Handle);
        if (result < 0)
            throw new Operation("detach the program of the link", Needs: Needs).Failed(result, DetachAdvice(result));
    }

    /// <summary>Closes the link. Where it is not pinned, the program is detached.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string? UpdateAdvice(int result) => (Errno)(-result) switch
    {
        Errno.EINVAL => "the program is of another type, or was verified for another place; or links of this kind keep their program",
        Errno.EOPNOTSUPP => "links of this kind keep their program",
        Errno.ENOLINK => "the link is detached",
        _ => null,
    };

    private static string? DetachAdvice(int result) => (Errno)(-result) switch
    {
        Errno.EOPNOTSUPP => "links of this kind are attached as long as they exist: remove the pins, and dispose what has it open",
        _ => null,
    };

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
