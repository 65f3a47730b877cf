using System.Text;

namespace CsBpf.Object;

/// <summary>A string section in the making: each string once, in the order of first use.</summary>
internal sealed class StringTable
{
    private readonly Dictionary<string, uint> _offsets = new() { [""] = 0 };
    private readonly MemoryStream _bytes = new();
    private readonly uint _first;

    /// <param name="first">The offset of the section's first byte: for split BTF, the end of the base's strings.</param>
    public StringTable(uint first = 0)
    {
        _first = first;
        if (first == 0)
            _bytes.WriteByte(0);
    }

    public ReadOnlySpan<byte> Bytes => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    /// <summary>The offset of the string, which is added when it is new.</summary>
    public uint Add(string text)
    {
        if (_offsets.TryGetValue(text, out uint offset))
            return offset;

        if (text.Contains('\0'))
            throw new ArgumentException("A string of an object file cannot contain a zero.", nameof(text));

        offset = _first + (uint)_bytes.Length;
        _bytes.Write(Encoding.UTF8.GetBytes(text));
        _bytes.WriteByte(0);
        _offsets[text] = offset;
        return offset;
    }
}
