using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization;

/// <summary>What is known of the contents of memory at a point of a function: which value a load would give.</summary>
internal sealed class AvailableMemory(EscapedSlots escaped)
{
    /// <summary>More is not worth the copying from block to block.</summary>
    private const int MostEntries = 64;

    private readonly List<Entry> _entries = [];

    /// <summary>A place in memory and its contents: an address by its leader, and a range of bytes from it. Kernel loads have their member in place of a range.</summary>
    private readonly record struct Entry(Opcode Opcode, Value Address, long Offset, int Size, object? Detail, Value Contents);

    public AvailableMemory Copy()
    {
        var copy = new AvailableMemory(escaped);
        copy._entries.AddRange(_entries);
        return copy;
    }

    /// <summary>The value that a load would give; null where it is not known.</summary>
    public Value? Find(Value load, Func<Value, Value> leader)
    {
        if (load.Opcode is not (Opcode.Load or Opcode.KernelLoad or Opcode.KernelProbe) || IsVolatile(load))
            return null;
        Entry wanted = Of(load, leader, load);
        foreach (Entry entry in _entries)
        {
            if (entry with { Contents = load } == wanted && entry.Contents.Type == load.Type)
                return entry.Contents;
        }

        return null;
    }

    /// <summary>Takes note of what a value reads or writes.</summary>
    public void Apply(Value value, Func<Value, Value> leader)
    {
        switch (value.Opcode)
        {
            case Opcode.Load or Opcode.KernelLoad or Opcode.KernelProbe when !IsVolatile(value):
                Add(Of(value, leader, value));
                break;
            case Opcode.Store:
                Overwrite(leader(value.Arguments[0]), value.Immediate, value.Access.Size.Bytes());
                if (!IsVolatile(value) && LoadOf(value) is { } access)
                    Add(new Entry(Opcode.Load, leader(value.Arguments[0]), value.Immediate, access.Size.Bytes(), access, value.Arguments[1]));
                break;
            case Opcode.Zero or Opcode.Copy:
                Overwrite(leader(value.Arguments[0]), 0, value.Immediate);
                break;
            case Opcode.CallHelper when value.Helper.Effects == HelperEffects.ReadsArguments:
                _entries.RemoveAll(entry => entry.Opcode != Opcode.Load);
                break;
            case Opcode.CallHelper or Opcode.CallKfunc or Opcode.Call:
                _entries.RemoveAll(entry => !IsPrivate(entry.Address));
                break;
        }
    }

    private static Entry Of(Value load, Func<Value, Value> leader, Value contents) => load.Opcode == Opcode.KernelLoad
        ? new Entry(load.Opcode, leader(load.Arguments[0]), 0, 0, load.KernelAccess, contents)
        : new Entry(load.Opcode, leader(load.Arguments[0]), load.Immediate, load.Access.Size.Bytes(), load.Access, contents);

    /// <summary>The load that gives just what a store wrote: one as wide as the register. Narrower ones would have to cut it.</summary>
    private static MemoryAccess? LoadOf(Value store) => (store.Arguments[1].Type, store.Access.Size) switch
    {
        (IrType.I32, MemorySize.Word) or (IrType.I64 or IrType.Pointer or IrType.KernelPointer, MemorySize.DoubleWord) => store.Access,
        _ => null,
    };

    private static bool IsVolatile(Value value) => value.Detail is MemoryAccess { IsVolatile: true };

    private void Add(Entry entry)
    {
        if (_entries.Count < MostEntries)
            _entries.Add(entry);
    }

    private void Overwrite(Value address, long offset, long size) => _entries.RemoveAll(entry =>
        entry.Opcode == Opcode.Load
        && (entry.Address == address ? entry.Offset < offset + size && offset < entry.Offset + entry.Size : MayOverlap(entry.Address, address)));

    /// <summary>Whether two different addresses can lead to the same bytes.</summary>
    private bool MayOverlap(Value left, Value right) =>
        !IsPrivate(left) && !IsPrivate(right) && !(IsWhole(left) && IsWhole(right));

    /// <summary>True for the address of a slot that only loads and stores use.</summary>
    private bool IsPrivate(Value address) => address.Opcode == Opcode.SlotAddress && !escaped.Contains(address.Slot);

    /// <summary>True for the address of a whole variable: two of different variables never overlap.</summary>
    private static bool IsWhole(Value address) => address.Opcode is Opcode.SlotAddress or Opcode.GlobalAddress;
}
