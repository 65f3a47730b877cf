namespace CsBpf.Compiler.Frontend;

/// <summary>The constants of C# as the bits of a register.</summary>
internal static class ConstantValues
{
    /// <summary>The bits of an integer, bool or char; null for other constants.</summary>
    public static long? ToInt64(object? value) => value switch
    {
        bool boolean => boolean ? 1 : 0,
        char character => character,
        sbyte number => number,
        byte number => number,
        short number => number,
        ushort number => number,
        int number => number,
        uint number => number,
        long number => number,
        ulong number => unchecked((long)number),
        _ => null,
    };
}
