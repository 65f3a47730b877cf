using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>Compares values byte by byte, as the kernel compares the keys of maps.</summary>
internal sealed class ByteComparer<T> : IEqualityComparer<T>
    where T : unmanaged
{
    public static ByteComparer<T> Instance { get; } = new();

    public bool Equals(T left, T right) => Bytes(in left).SequenceEqual(Bytes(in right));

    public int GetHashCode(T value)
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes(in value));
        return hash.ToHashCode();
    }

    private static ReadOnlySpan<byte> Bytes(in T value) => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
}
