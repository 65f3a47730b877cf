using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Tests.Harness;

/// <summary>A hash table or array as the kernel's helpers show it, its values in the interpreter's memory.</summary>
/// <param name="definition">What it is.</param>
/// <param name="allocate">Makes memory and gives its address.</param>
internal sealed class InterpretedMap(MapDefinition definition, Func<byte[], long> allocate)
{
    public const int LookupElement = 1;
    public const int UpdateElement = 2;
    public const int DeleteElement = 3;

    private const int ArrayType = 2;
    private const long NotExisting = 1;
    private const long Existing = 2;
    private const long NoEntry = -2;
    private const long TooBig = -7;
    private const long Exists = -17;
    private const long Invalid = -22;

    private readonly Dictionary<string, long> _slots = [];

    private long MaxEntries => definition.Numbers.First(number => number.Key == "max_entries").Value;

    /// <summary>A key, and the address of its value.</summary>
    public readonly record struct Slot(byte[] Key, long Address);

    /// <summary>All entries: each index of an array is one.</summary>
    public Slot[] Slots => definition.Type == ArrayType
        ? [.. Enumerable.Range(0, (int)MaxEntries).Select(BitConverter.GetBytes).Select(key => new Slot(key, Lookup(key)))]
        : [.. _slots.Select(slot => new Slot(Convert.FromHexString(slot.Key), slot.Value))];

    /// <summary>The address of a value; 0 where there is none.</summary>
    public long Lookup(ReadOnlySpan<byte> key)
    {
        string name = Convert.ToHexString(key);
        if (_slots.TryGetValue(name, out long address))
            return address;
        if (definition.Type != ArrayType || BitConverter.ToUInt32(key) >= MaxEntries)
            return 0;
        return _slots[name] = allocate(new byte[definition.ValueSize]);
    }

    /// <summary>The address to write a value to, or an error.</summary>
    public long Update(ReadOnlySpan<byte> key, long flags)
    {
        bool exists = Lookup(key) != 0;
        if (exists && flags == NotExisting)
            return Exists;
        if (!exists && flags == Existing)
            return NoEntry;
        if (!exists && (definition.Type == ArrayType || _slots.Count == MaxEntries))
            return TooBig;
        return exists ? Lookup(key) : _slots[Convert.ToHexString(key)] = allocate(new byte[definition.ValueSize]);
    }

    /// <summary>Removes a value.</summary>
    public long Delete(ReadOnlySpan<byte> key) =>
        definition.Type == ArrayType ? Invalid : _slots.Remove(Convert.ToHexString(key)) ? 0 : NoEntry;
}
