using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The kernel refused an operation on BPF objects, or on the file systems that show them.</summary>
public class BpfException : Exception
{
    /// <summary>Says what was tried, and what the kernel said.</summary>
    /// <param name="operation">What was tried: <c>create the map Reads</c>.</param>
    /// <param name="errno">The kernel's error number, positive.</param>
    /// <param name="advice">Why, and what to do about it, where that is known.</param>
    public BpfException(string operation, int errno, string? advice = null)
        : this(operation, errno, Compose(operation, errno, advice), innerException: null)
    {
    }

    private protected BpfException(string operation, int errno, string message, Exception? innerException)
        : base(message, innerException)
    {
        Operation = operation;
        Errno = errno;
    }

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>The kernel's error number (<c>errno</c>), positive.</summary>
    public int Errno { get; }

    private static string Compose(string operation, int errno, string? advice)
    {
        string name = Enum.GetName((Errno)errno) ?? $"errno {errno}";
        string text = (Errno)errno == Syscalls.Errno.ENOTSUPP ? "Operation is not supported" : Marshal.GetPInvokeErrorMessage(errno);
        return $"Could not {operation}: {text} ({name}){(advice is null ? "." : $"; {advice}.")}";
    }
}
