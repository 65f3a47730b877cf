namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>A set of the bytes of a function's slots, by number.</summary>
internal sealed class ByteSet(int count)
{
    private readonly ulong[] _words = new ulong[(count + 63) / 64];

    public void Add(int start, int length)
    {
        for (int i = start; i < start + length; i++)
            _words[i / 64] |= 1UL << i;
    }

    public void Remove(int start, int length)
    {
        for (int i = start; i < start + length; i++)
            _words[i / 64] &= ~(1UL << i);
    }

    public void UnionWith(ByteSet? other)
    {
        for (int i = 0; other is not null && i < _words.Length; i++)
            _words[i] |= other._words[i];
    }

    public bool ContainsAny(int start, int length) => First(start, length) < start + length;

    /// <summary>The first byte of a range that is in the set; the range's end where none is.</summary>
    public int First(int start, int length)
    {
        int index = start;
        while (index < start + length && !Contains(index))
            index++;
        return index;
    }

    /// <summary>The last byte of a range that is in the set; one before the range where none is.</summary>
    public int Last(int start, int length)
    {
        int index = start + length - 1;
        while (index >= start && !Contains(index))
            index--;
        return index;
    }

    public bool Equals(ByteSet other) => _words.AsSpan().SequenceEqual(other._words);

    private bool Contains(int index) => (_words[index / 64] >> index & 1) != 0;
}
