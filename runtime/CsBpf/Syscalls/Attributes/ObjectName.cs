using System.Runtime.CompilerServices;
using System.Text;

namespace CsBpf.Syscalls;

/// <summary>A name as the kernel keeps it: <c>char[BPF_OBJ_NAME_LEN]</c>, at most 15 bytes and a zero.</summary>
[InlineArray(Capacity)]
internal struct ObjectName
{
    private const int Capacity = 16;
    private byte _first;

    /// <summary>The name, cut to what fits, with <c>_</c> for every character that the kernel refuses.</summary>
    public static ObjectName From(string name)
    {
        var result = default(ObjectName);
        int length = Math.Min(name.Length, Capacity - 1);
        for (int i = 0; i < length; i++)
            result[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '_' or '.' ? (byte)name[i] : (byte)'_';
        return result;
    }

    /// <inheritdoc/>
    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
