using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace CsBpf.Library;

/// <summary>Room for a string of the kernel's and the zero byte at its end: for most names, on a stack of 512 bytes.</summary>
[InlineArray(Capacity)]
internal struct KernelText
{
    /// <summary>The size, in bytes.</summary>
    public const int Capacity = 136;

    /// <summary>The most bytes that a string may have to be read: at one more, it could go on behind them.</summary>
    public const int MaxLength = Capacity - 2;

    private byte _first;

    /// <summary>Reads a string, as much of it as there is room for.</summary>
    /// <param name="destination">Where it goes, with a zero byte at its end.</param>
    /// <param name="size">The room.</param>
    /// <param name="text">The string.</param>
    /// <returns>The number of bytes, with the zero byte; negative where the string can't be read.</returns>
    [Helper(115, Name = "bpf_probe_read_kernel_str", Since = "5.5")]
    public static long Read(ref KernelText destination, uint size, KernelString text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        int length = Math.Min(bytes.Length, (int)size - 1);
        Span<byte> target = destination;
        bytes.AsSpan(0, length).CopyTo(target);
        target[length] = 0;
        return length + 1;
    }
}
