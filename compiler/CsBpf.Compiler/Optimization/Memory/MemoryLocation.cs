using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Memory;

/// <summary>A place in memory: bytes at a distance from a value, which is itself somewhere in an object.</summary>
/// <param name="Object">The value that the address comes from when all moves are taken away: of a slot, of a global variable, or of something else.</param>
/// <param name="Base">The address without the moves by constants.</param>
/// <param name="Offset">How many bytes after <paramref name="Base"/> it starts.</param>
/// <param name="Size">The number of bytes.</param>
internal readonly record struct MemoryLocation(Value Object, Value Base, long Offset, long Size)
{
    /// <summary>The end, after <see cref="Base"/>.</summary>
    public long End => Offset + Size;

    /// <summary>The slot or global variable that it is in; null where that is not known.</summary>
    public object? Variable => Object.Opcode is Opcode.SlotAddress or Opcode.GlobalAddress ? Object.Detail : null;

    /// <summary>The place that an address leads to.</summary>
    public static MemoryLocation At(Value address, long displacement, long size)
    {
        Value start = address;
        long offset = displacement;
        while (start.Opcode == Opcode.PointerAdd && start.Arguments[1].IsConstant)
        {
            offset += start.Arguments[1].Immediate;
            start = start.Arguments[0];
        }

        Value origin = start;
        while (origin.Opcode == Opcode.PointerAdd)
            origin = origin.Arguments[0];
        return new MemoryLocation(origin, start, offset, size);
    }

    /// <summary>True where the bases are the same, so that the offsets tell all about overlap.</summary>
    public bool HasBaseOf(MemoryLocation other) =>
        Base == other.Base || (Base == Object && other.Base == other.Object && Variable is not null && Variable == other.Variable);

    /// <summary>True where all bytes of another place are in this one.</summary>
    public bool Covers(MemoryLocation other) => HasBaseOf(other) && Offset <= other.Offset && other.End <= End;

    /// <summary>True where no byte is in both.</summary>
    public bool IsApartFrom(MemoryLocation other) => HasBaseOf(other)
        ? End <= other.Offset || other.End <= Offset
        : Variable is not null && other.Variable is not null && Variable != other.Variable;
}
