namespace CsBpf.Object.Btf;

/// <summary>BTF in the making: types are given ids in the order they are added.</summary>
public sealed class BtfBuilder
{
    private readonly List<BtfType?> _types = [];
    private readonly StringTable _strings;
    private readonly BtfTypes? _base;

    /// <summary>Starts without a type, or after those of <paramref name="baseTypes"/>.</summary>
    public BtfBuilder(BtfTypes? baseTypes = null)
    {
        _base = baseTypes;
        _strings = new StringTable(baseTypes?.StringsEnd ?? 0);
        FirstId = baseTypes?.Count ?? 1;
    }

    /// <summary>The first id that is added; 1 when there is no base.</summary>
    public uint FirstId { get; }

    /// <summary>The id that the next type gets.</summary>
    public uint Count => FirstId + (uint)_types.Count;

    /// <summary>A type that was added.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type, or it is only reserved.</exception>
    public BtfType this[uint id] => id == 0 ? BtfVoid.Instance
        : id < FirstId ? _base![id]
        : id < Count && _types[IndexOf(id)] is { } type ? type
        : throw new ArgumentOutOfRangeException(nameof(id), id, "There is no such type yet.");

    /// <summary>A builder with all own types of <paramref name="source"/>, under the same ids.</summary>
    public static BtfBuilder From(BtfTypes source)
    {
        var builder = new BtfBuilder(source.Base);
        foreach (var (_, type) in source.All(own: true))
            builder.Add(type);

        return builder;
    }

    /// <summary>Adds a type.</summary>
    /// <returns>Its id.</returns>
    public uint Add(BtfType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        uint id = Reserve();
        Set(id, type);
        return id;
    }

    /// <summary>Takes an id for a type that comes later with <see cref="Set"/>; other types may refer to it already.</summary>
    public uint Reserve()
    {
        _types.Add(null);
        return Count - 1;
    }

    /// <summary>Sets the type of a reserved id, or replaces a type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not one of this builder.</exception>
    public void Set(uint id, BtfType type)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(id, FirstId);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
        if (type is BtfVoid)
            throw new ArgumentException("void has the id 0, and no other.", nameof(type));

        _types[IndexOf(id)] = type;
    }

    /// <summary>Whether the id is more than reserved.</summary>
    public bool IsSet(uint id) => id < FirstId || (id < Count && _types[IndexOf(id)] is not null);

    /// <summary>Adds a string that no type uses, such as a source line.</summary>
    /// <returns>Its offset in the string section.</returns>
    public uint AddString(string text) => _strings.Add(text);

    /// <summary>The bytes of the section; the same for the same calls.</summary>
    /// <exception cref="InvalidOperationException">An id was reserved and never set, or a type does not fit the format.</exception>
    public byte[] ToBytes(bool bigEndian = false)
    {
        var types = new ByteWriter(bigEndian);
        var encoder = new BtfEncoder(types, _strings);
        for (int i = 0; i < _types.Count; i++)
            encoder.Encode(_types[i] ?? throw new InvalidOperationException($"Type {FirstId + i} was reserved and never set."));

        var section = new ByteWriter(bigEndian);
        BtfHeader.Write(section, BtfFormat.HeaderSize);
        section.UInt32(0);
        section.UInt32((uint)types.Length);
        section.UInt32((uint)types.Length);
        section.UInt32((uint)_strings.Bytes.Length);
        section.Write(types.Bytes);
        section.Write(_strings.Bytes);
        return section.Bytes.ToArray();
    }

    /// <summary>The types, as they would be read back.</summary>
    /// <inheritdoc cref="ToBytes" path="/exception"/>
    public BtfTypes Build() => BtfTypes.Parse(ToBytes(), _base);

    private int IndexOf(uint id) => (int)(id - FirstId);
}
