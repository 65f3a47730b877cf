using System.Collections.Concurrent;
using System.Text;

namespace CsBpf.Object;

/// <summary>A string section that is read: each string is decoded once, when it is first asked for.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="section">The section's name, for errors.</param>
/// <param name="first">The offset of the section's first byte: for split BTF, the end of the base's strings.</param>
internal sealed class StringSection(ReadOnlyMemory<byte> bytes, string section, uint first = 0)
{
    /// <summary>
    /// Strings may share their ends, so that those decoded may be larger than the section; but in a hostile section
    /// each byte starts a string that reaches to the end.
    /// </summary>
    private const long MaxGrowth = 16;

    private readonly ConcurrentDictionary<uint, string> _decoded = new();
    private long _decodedBytes;

    /// <summary>The offset after the last string.</summary>
    public uint End => first + (uint)bytes.Length;

    /// <summary>The string at <paramref name="offset"/>; the offset 0 is the empty string even of an empty section.</summary>
    public string this[uint offset] => offset == 0 ? "" : _decoded.TryGetValue(offset, out string? text) ? text : Decode(offset);

    /// <summary>The bytes of the string at <paramref name="offset"/>, which must not be longer than <paramref name="maxLength"/>.</summary>
    public ReadOnlySpan<byte> Utf8(uint offset, int maxLength = int.MaxValue) =>
        offset == 0 ? default : View.Utf8((long)offset - first, maxLength);

    private ByteView View => new(bytes.Span, bigEndian: false, section);

    private string Decode(uint offset)
    {
        var utf8 = Utf8(offset);
        if (Interlocked.Add(ref _decodedBytes, utf8.Length) > bytes.Length * MaxGrowth)
            throw View.Error("the strings overlap more than any linker makes them", offset);

        return _decoded.GetOrAdd(offset, Encoding.UTF8.GetString(utf8));
    }
}
