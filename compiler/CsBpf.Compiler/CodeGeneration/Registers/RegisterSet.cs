using System.Numerics;
using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>A set of registers, as bits.</summary>
/// <param name="count">How many registers there are.</param>
internal sealed class RegisterSet(int count)
{
    private readonly ulong[] _bits = new ulong[(count + 63) / 64];

    /// <summary>Adds a register.</summary>
    public void Add(Register register) => _bits[register.Index >> 6] |= 1UL << register.Index;

    /// <summary>Removes a register.</summary>
    public void Remove(Register register) => _bits[register.Index >> 6] &= ~(1UL << register.Index);

    /// <summary>Whether a register is in.</summary>
    public bool Contains(Register register) => (_bits[register.Index >> 6] >> register.Index & 1) != 0;

    /// <summary>Makes it the same as another set.</summary>
    public void CopyFrom(RegisterSet other) => other._bits.CopyTo(_bits, 0);

    /// <summary>Adds all of another set.</summary>
    /// <returns>Whether it grew.</returns>
    public bool UnionWith(RegisterSet other)
    {
        ulong added = 0;
        for (int i = 0; i < _bits.Length; i++)
        {
            added |= other._bits[i] & ~_bits[i];
            _bits[i] |= other._bits[i];
        }

        return added != 0;
    }

    /// <summary>The registers, in ascending order.</summary>
    public IEnumerable<Register> Members()
    {
        for (int i = 0; i < _bits.Length; i++)
        {
            for (ulong rest = _bits[i]; rest != 0; rest &= rest - 1)
                yield return new Register((i << 6) + BitOperations.TrailingZeroCount(rest));
        }
    }
}
