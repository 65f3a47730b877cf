using System.Text;

namespace CsBpf;

/// <summary>
/// A string in kernel memory that ends at its first zero byte: a <c>char *</c> or a <c>char[n]</c>. In a BPF program it is the address;
/// on the CLR it holds the bytes.
/// </summary>
[KernelReference(KernelReferenceKind.String)]
public readonly struct KernelString
{
    private readonly byte[]? _bytes;
    private readonly int _start;

    private KernelString(byte[]? bytes, int start)
    {
        _bytes = bytes;
        _start = start;
    }

    /// <summary>A kernel string for the simulation.</summary>
    /// <param name="text">The text, stored as UTF-8; it may hold zero bytes (a string table).</param>
    public static implicit operator KernelString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new KernelString(Encoding.UTF8.GetBytes(text), 0);
    }

    /// <summary>The string that begins <paramref name="bytes"/> further on: how a string table is read.</summary>
    [KernelOperation(KernelOperation.Offset)]
    public static KernelString operator +(KernelString text, long bytes) => new(text._bytes, checked((int)(text._start + bytes)));

    /// <summary>True where the address is NULL.</summary>
    [KernelOperation(KernelOperation.IsNull)]
    public bool IsNull => _bytes is null;

    /// <summary>The text up to the first zero byte; empty where the address is NULL or lies outside of what the simulation knows.</summary>
    public override string ToString()
    {
        if (_bytes is null || (uint)_start >= (uint)_bytes.Length)
            return "";
        ReadOnlySpan<byte> rest = _bytes.AsSpan(_start);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }
}
