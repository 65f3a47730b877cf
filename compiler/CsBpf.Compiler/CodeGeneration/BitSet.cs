using System.Numerics;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>A set of small numbers.</summary>
/// <param name="count">All numbers are below.</param>
internal sealed class BitSet(int count)
{
    private readonly ulong[] _bits = new ulong[(count + 63) / 64];

    /// <summary>Adds a number.</summary>
    public void Add(int number) => _bits[number >> 6] |= 1UL << number;

    /// <summary>Removes a number.</summary>
    public void Remove(int number) => _bits[number >> 6] &= ~(1UL << number);

    /// <summary>Removes all.</summary>
    public void Clear() => Array.Clear(_bits);

    /// <summary>Whether a number is in.</summary>
    public bool Contains(int number) => (_bits[number >> 6] >> number & 1) != 0;

    /// <summary>Adds all of another set.</summary>
    /// <returns>Whether it grew.</returns>
    public bool UnionWith(BitSet other)
    {
        ulong added = 0;
        for (int i = 0; i < _bits.Length; i++)
        {
            added |= other._bits[i] & ~_bits[i];
            _bits[i] |= other._bits[i];
        }

        return added != 0;
    }

    /// <summary>Keeps what is in another set too.</summary>
    public void IntersectWith(BitSet other)
    {
        for (int i = 0; i < _bits.Length; i++)
            _bits[i] &= other._bits[i];
    }

    /// <summary>A set with the same numbers.</summary>
    public BitSet Copy()
    {
        var copy = new BitSet(count);
        _bits.CopyTo(copy._bits, 0);
        return copy;
    }

    /// <summary>The numbers, in ascending order.</summary>
    public IEnumerable<int> Members()
    {
        for (int i = 0; i < _bits.Length; i++)
        {
            for (ulong rest = _bits[i]; rest != 0; rest &= rest - 1)
                yield return (i << 6) + BitOperations.TrailingZeroCount(rest);
        }
    }
}
