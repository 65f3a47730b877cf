using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>A run of bytes in a slot that is used as one.</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="Type">The type that most accesses want; Void where accesses of several sizes overlap, so that it stays in memory.</param>
internal readonly record struct SlotPiece(long Offset, long Size, IrType Type)
{
    public long End => Offset + Size;
}

/// <summary>The pieces that a slot falls into: they don't overlap.</summary>
internal sealed class SlotPieces
{
    private readonly SortedList<long, SlotPiece> _pieces = [];

    /// <summary>Goes up by one whenever the pieces change.</summary>
    public int Version { get; private set; }

    /// <summary>Adds a run of bytes: a scalar of a type, or, with Void, bytes that are moved together. What it overlaps becomes one piece with it.</summary>
    public void Add(long offset, long size, IrType type)
    {
        if (size < 8 && type == IrType.I64)
            type = IrType.I32;
        int first = FirstAfter(offset);
        if (first < _pieces.Count && _pieces.Values[first] is var there && there.Offset <= offset && offset + size <= there.End)
        {
            Set(there with { Type = size == there.Size ? Common(there.Type, type) : IrType.Void });
            return;
        }

        var piece = new SlotPiece(offset, size, type);
        while (first < _pieces.Count && _pieces.Values[first] is var next && next.Offset < piece.End)
        {
            long start = Math.Min(piece.Offset, next.Offset);
            piece = new SlotPiece(start, Math.Max(piece.End, next.End) - start, IrType.Void);
            _pieces.RemoveAt(first);
        }

        Set(piece);
    }

    /// <summary>The pieces that have bytes in a range, in order.</summary>
    public IEnumerable<SlotPiece> In(long offset, long size)
    {
        for (int i = FirstAfter(offset); i < _pieces.Count && _pieces.Values[i].Offset < offset + size; i++)
            yield return _pieces.Values[i];
    }

    /// <summary>The piece that a byte belongs to.</summary>
    public SlotPiece At(long offset) => In(offset, 1).Single();

    /// <summary>The type that both can be kept as; the numbers of a size less than 8 are all kept as I32.</summary>
    private static IrType Common(IrType left, IrType right) => (left, right) switch
    {
        _ when left == right => left,
        (IrType.Void, _) or (_, IrType.Void) => IrType.Void,
        (IrType.I64, _) => right,
        (_, IrType.I64) => left,
        (IrType.Bool or IrType.I32, _) => IrType.I32,
        _ => IrType.I64,
    };

    private void Set(SlotPiece piece)
    {
        if (_pieces.TryGetValue(piece.Offset, out SlotPiece old) && old == piece)
            return;
        _pieces[piece.Offset] = piece;
        Version++;
    }

    /// <summary>The index of the first piece that ends after an offset.</summary>
    private int FirstAfter(long offset)
    {
        int low = 0;
        for (int high = _pieces.Count; low < high;)
        {
            int middle = (low + high) / 2;
            if (_pieces.Values[middle].End <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
