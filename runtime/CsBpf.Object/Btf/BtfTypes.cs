namespace CsBpf.Object.Btf;

/// <summary>The types of a BTF section, of the kernel, or of one of its modules; a type is decoded when it is asked for.</summary>
/// <remarks>Safe to use from several threads. The bytes given to <see cref="Parse"/> must not change.</remarks>
public sealed partial class BtfTypes
{
    private readonly ReadOnlyMemory<byte> _typeBytes;
    private readonly StringSection _strings;
    private readonly int[] _offsets;
    private readonly uint _firstString;
    private readonly long _typesOrigin;
    private BtfType?[]? _decoded;

    private BtfTypes(in BtfLayout layout, BtfTypes? baseTypes)
    {
        Base = baseTypes;
        FirstId = baseTypes?.Count ?? 1;
        Count = FirstId + (uint)layout.TypeOffsets.Length;
        IsBigEndian = layout.IsBigEndian;
        _firstString = baseTypes?.StringsEnd ?? 0;
        _typeBytes = layout.Types;
        _strings = new StringSection(layout.Strings, BtfFormat.Section + " strings", _firstString);
        _offsets = layout.TypeOffsets;
        _typesOrigin = layout.TypesOrigin;
    }

    /// <summary>No types at all.</summary>
    public static BtfTypes Empty { get; } = new BtfBuilder().Build();

    /// <summary>The types that these refer to and continue (the kernel's, for a module), or null.</summary>
    public BtfTypes? Base { get; }

    /// <summary>The number of types, <c>void</c> and those of <see cref="Base"/> included: ids are below it.</summary>
    public uint Count { get; }

    /// <summary>The first id that is not in <see cref="Base"/>; 1 when there is no base.</summary>
    public uint FirstId { get; }

    /// <summary>Whether the bytes were big-endian.</summary>
    public bool IsBigEndian { get; }

    /// <summary>The offset after the last string, those of <see cref="Base"/> included.</summary>
    internal uint StringsEnd => _strings.End;

    /// <summary>The type with the given id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type.</exception>
    /// <exception cref="ObjectFormatException">The type has a name, a reference or a property that cannot be.</exception>
    public BtfType this[uint id]
    {
        get
        {
            if (Owner(id) is not { } owner)
                return BtfVoid.Instance;

            var decoded = owner._decoded ??= new BtfType?[owner._offsets.Length];
            return decoded[id - owner.FirstId] ??= owner.Decode(id);
        }
    }

    /// <summary>Reads a BTF section.</summary>
    /// <param name="bytes">The bytes, in either byte order.</param>
    /// <param name="baseTypes">The types that the section continues: the kernel's, for the BTF of a module.</param>
    /// <exception cref="ObjectFormatException">The bytes are not BTF, or have a kind of type newer than Linux 6.18.</exception>
    public static BtfTypes Parse(ReadOnlyMemory<byte> bytes, BtfTypes? baseTypes = null) => new(BtfLayout.Read(bytes), baseTypes);

    /// <summary>The kind of a type, without decoding it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type.</exception>
    public BtfKind KindOf(uint id) =>
        Owner(id) is { } owner ? BtfFormat.KindOf(owner.View.UInt32(owner.OffsetOf(id) + 4)) : BtfKind.Void;

    /// <summary>The name of a type, without decoding it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type.</exception>
    /// <exception cref="ObjectFormatException">The name is out of bounds.</exception>
    public string NameOf(uint id) => Owner(id) is { } owner ? owner.StringAt(owner.View.UInt32(owner.OffsetOf(id))) : "";

    /// <summary>The name of a type as UTF-8, without decoding it and without allocation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such type.</exception>
    /// <exception cref="ObjectFormatException">The name is out of bounds, or longer than the 511 bytes that the kernel takes.</exception>
    public ReadOnlySpan<byte> Utf8NameOf(uint id) =>
        Owner(id) is { } owner ? owner.Utf8NameAt(owner.View.UInt32(owner.OffsetOf(id))) : default;

    /// <summary>The string at an offset of the string section.</summary>
    /// <exception cref="ObjectFormatException">The offset is out of bounds.</exception>
    public string StringAt(uint offset) => offset < _firstString ? Base!.StringAt(offset) : _strings[offset];

    /// <summary>The types from id 1 (or <see cref="FirstId"/>, when <paramref name="own"/>) to the last.</summary>
    public IEnumerable<(uint Id, BtfType Type)> All(bool own = false)
    {
        for (uint id = own ? FirstId : 1; id < Count; id++)
            yield return (id, this[id]);
    }

    private ByteView View => new(_typeBytes.Span, IsBigEndian, BtfFormat.Section, _typesOrigin);

    private int OffsetOf(uint id) => _offsets[id - FirstId];

    /// <summary>The part of split BTF that has the type; null for <c>void</c>.</summary>
    private BtfTypes? Owner(uint id)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
        if (id >= FirstId)
            return this;

        return id == 0 ? null : Base!.Owner(id);
    }

    private ReadOnlySpan<byte> Utf8NameAt(uint offset) =>
        offset < _firstString ? Base!.Utf8NameAt(offset) : _strings.Utf8(offset, BtfFormat.MaxNameLength);
}
