using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>An address of a <typeparamref name="T"/> in the memory of the current process, which a program reads with care.</summary>
/// <typeparam name="T">What is there: a number or a struct with the layout that the process has.</typeparam>
/// <param name="address">The address.</param>
public readonly struct UserPointer<T>(nuint address) : IEquatable<UserPointer<T>>
    where T : unmanaged
{
    private readonly nuint _address = address;

    /// <summary>The address as a number.</summary>
    public nuint Address => _address;

    /// <summary>True where the address is NULL.</summary>
    public bool IsNull => _address == 0;

    /// <summary>The element at a distance from this one.</summary>
    public static UserPointer<T> operator +(UserPointer<T> pointer, nint count) =>
        new(unchecked(pointer._address + (nuint)(count * Unsafe.SizeOf<T>())));

    /// <summary>True for the same address.</summary>
    public static bool operator ==(UserPointer<T> left, UserPointer<T> right) => left._address == right._address;

    /// <summary>True for different addresses.</summary>
    public static bool operator !=(UserPointer<T> left, UserPointer<T> right) => left._address != right._address;

    /// <summary>Reads what is there (Linux 5.5).</summary>
    /// <param name="value">What is there; all zeroes where the method fails.</param>
    /// <returns>False where there is no memory, or it is not in main memory just now.</returns>
    public bool TryRead(out T value) => Bpf.ProbeReadUser(out value, _address);

    /// <inheritdoc/>
    public bool Equals(UserPointer<T> other) => _address == other._address;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is UserPointer<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _address.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"0x{(ulong)_address:x}";
}
