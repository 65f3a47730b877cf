namespace CsBpf.Object.BtfExt;

/// <summary>The numbers of the format, as libbpf's <c>libbpf_internal.h</c> and <c>linux/bpf.h</c> have them.</summary>
internal static class BtfExtensionFormat
{
    public const string Section = ".BTF.ext";
    public const int HeaderSizeWithoutCore = 24;
    public const int HeaderSize = 32;

    public const int FunctionInfoSize = 8;
    public const int LineInfoSize = 16;
    public const int CoreRelocationSize = 16;

    public const int ColumnBits = 10;
    public const uint MaxColumn = (1 << ColumnBits) - 1;
    public const uint MaxLine = uint.MaxValue >> ColumnBits;
}
