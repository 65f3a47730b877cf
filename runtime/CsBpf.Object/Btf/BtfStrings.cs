using System.Text;

namespace CsBpf.Object.Btf;

/// <summary>A string section in the making: each string once, in the order of first use.</summary>
internal sealed class BtfStrings
{
    private readonly Dictionary<string, uint> _offsets = [];
    private readonly MemoryStream _bytes = new();
    private readonly uint _first;

    /// <param name="first">The offset of the section's first byte: the end of the base's strings, for split BTF.</param>
    public BtfStrings(uint first)
    {
        _first = first;
        _offsets[""] = 0;
        if (first == 0)
            _bytes.WriteByte(0);
    }

    public ReadOnlySpan<byte> Bytes => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    public uint Add(string text)
    {
        if (_offsets.TryGetValue(text, out var offset))
            return offset;

        if (text.Contains('\0'))
            throw new ArgumentException("A BTF string cannot contain a zero.", nameof(text));

        offset = _first + (uint)_bytes.Length;
        _bytes.Write(Encoding.UTF8.GetBytes(text));
        _bytes.WriteByte(0);
        _offsets[text] = offset;
        return offset;
    }
}
