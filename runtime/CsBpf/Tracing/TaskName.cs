using System.Runtime.CompilerServices;
using System.Text;

namespace CsBpf;

/// <summary>The name of a thread as the kernel has it: at most 15 bytes, and a zero byte.</summary>
[InlineArray(Capacity)]
public struct TaskName
{
    /// <summary>The number of bytes, the last zero among them.</summary>
    public const int Capacity = 16;

    private byte _first;

    /// <summary>A name, on the CLR; what is longer is cut.</summary>
    internal static TaskName Of(string text)
    {
        var name = new TaskName();
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        bytes[..Math.Min(bytes.Length, Capacity - 1)].CopyTo(name);
        return name;
    }

    /// <summary>The name, on the CLR.</summary>
    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
