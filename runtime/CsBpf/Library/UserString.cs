using System;
using System.Diagnostics.CodeAnalysis;

namespace CsBpf;

/// <summary>An address of text in the memory of the current process, which ends at its first zero byte: a path, an argument.</summary>
/// <param name="address">The address.</param>
public readonly struct UserString(nuint address) : IEquatable<UserString>
{
    private readonly nuint _address = address;

    /// <summary>The address as a number.</summary>
    public nuint Address => _address;

    /// <summary>True where the address is NULL.</summary>
    public bool IsNull => _address == 0;

    /// <summary>True for the same address.</summary>
    public static bool operator ==(UserString left, UserString right) => left._address == right._address;

    /// <summary>True for different addresses.</summary>
    public static bool operator !=(UserString left, UserString right) => left._address != right._address;

    /// <summary>Reads the text, as much of it as there is room for (Linux 5.5).</summary>
    /// <typeparam name="TBuffer">Where it goes, for instance an inline array of bytes.</typeparam>
    /// <param name="text">The text, with zeroes behind it, of which one is always there; all zeroes where the method fails.</param>
    /// <param name="length">The number of bytes before the zero.</param>
    /// <returns>False where there is no memory, or it is not in main memory just now.</returns>
    public bool TryRead<TBuffer>(out TBuffer text, out int length)
        where TBuffer : unmanaged
    {
        // The kernel leaves what is behind the text as it was.
        text = default;
        int read = Bpf.ProbeReadUserStr(ref text, _address);
        length = read > 0 ? read - 1 : 0;
        return read > 0;
    }

    /// <inheritdoc cref="TryRead{TBuffer}(out TBuffer, out int)"/>
    public bool TryRead<TBuffer>(out TBuffer text)
        where TBuffer : unmanaged => TryRead(out text, out _);

    /// <inheritdoc/>
    public bool Equals(UserString other) => _address == other._address;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is UserString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _address.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"0x{(ulong)_address:x}";
}
