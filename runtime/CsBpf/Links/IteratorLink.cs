using System.Text;
using CsBpf.Syscalls;
using Microsoft.Win32.SafeHandles;

namespace CsBpf;

/// <summary>
/// An iterator: each reading runs its program over the kernel's objects. Pinned, it is a file that can be read like any other.
/// </summary>
public sealed class IteratorLink : BpfLink
{
    internal IteratorLink(LinkHandle handle)
        : base(handle)
    {
    }

    /// <summary>Starts a reading.</summary>
    /// <returns>What the program writes, until it has seen all objects. The reading is independent of the link's life.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public Stream Open()
    {
        var handle = LinkCalls.OpenIterator(Handle);
        var file = new SafeFileHandle(handle.Release(), ownsHandle: true);
        return new FileStream(file, FileAccess.Read);
    }

    /// <summary>All that the program writes in one reading, as UTF-8.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public string ReadAllText()
    {
        using var reader = new StreamReader(Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
