namespace CsBpf.Object.Btf;

/// <summary>The numbers of the format, as <c>linux/btf.h</c> has them.</summary>
internal static class BtfFormat
{
    public const string Section = ".BTF";
    public const int HeaderSize = 24;

    public const int TypeHeaderSize = 12;

    /// <summary>The longest name that the kernel takes, <c>KSYM_NAME_LEN - 1</c>.</summary>
    public const int MaxNameLength = 511;

    public const uint KindFlag = 0x8000_0000;
    public const uint MaxElements = 0xffff;
    public const uint MaxBitfieldOffset = 0xff_ffff;

    /// <summary>The bytes of a type without its elements, by kind; 0 for kinds that do not exist.</summary>
    public static ReadOnlySpan<byte> Sizes =>
        [0, 16, 12, 24, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 16, 12, 12, 16, 12, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The bytes of each element of a type, by kind.</summary>
    public static ReadOnlySpan<byte> ElementSizes =>
        [0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The kind in a type's info word; 5 bits, so that it may be none of the known.</summary>
    public static BtfKind KindOf(uint info) => (BtfKind)((info >> 24) & 0x1f);

    public static int ElementsOf(uint info) => (int)(info & MaxElements);
}
