namespace CsBpf.Object.Elf;

/// <summary>The numbers of the format, as <c>elf.h</c> has them.</summary>
internal static class ElfFormat
{
    public const string Section = "ELF";
    public const int HeaderSize = 64;
    public const int SectionHeaderSize = 64;
    public const int SymbolSize = 24;
    public const int RelocationSize = 16;
    public const int RelocationWithAddendSize = 24;

    public const byte Class64 = 2;
    public const byte DataLittleEndian = 1;
    public const byte DataBigEndian = 2;
    public const byte CurrentVersion = 1;
    public const ushort TypeRelocatable = 1;
    public const ushort TypeExecutable = 2;
    public const ushort TypeShared = 3;

    /// <summary>Section indices from here on have a special meaning, so that larger numbers are kept elsewhere.</summary>
    public const int ReservedIndices = 0xff00;
    public const int AbsoluteIndex = 0xfff1;
    public const int CommonIndex = 0xfff2;
    public const int ExtendedIndex = 0xffff;

    public static ReadOnlySpan<byte> Magic => [0x7f, (byte)'E', (byte)'L', (byte)'F'];
}
