using System.Globalization;

namespace CsBpf.Compiler.Frontend;

/// <summary>The format of a number: <c>x8</c>.</summary>
/// <param name="Letter"><c>d</c>, <c>x</c> or <c>X</c>.</param>
/// <param name="Digits">The least number of digits; 1 where it is not said.</param>
internal readonly record struct NumberFormat(char Letter, int Digits)
{
    /// <summary>True for hexadecimal digits.</summary>
    public bool IsHexadecimal => Letter is 'x' or 'X';

    /// <summary>Takes a format apart; null where it is none of these.</summary>
    public static NumberFormat? TryParse(string? format)
    {
        if (string.IsNullOrEmpty(format))
            return new NumberFormat('d', 1);
        int digits = 0;
        bool isKnown = format[0] is 'd' or 'D' or 'x' or 'X'
            && (format.Length == 1 || int.TryParse(format.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out digits));
        return isKnown ? new NumberFormat(format[0] == 'D' ? 'd' : format[0], Math.Max(digits, 1)) : null;
    }
}
