using System.Globalization;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>How the kernel's printf writes a hole: the specifier, and spaces around it where its one width is taken by zeroes.</summary>
/// <param name="Before">Spaces before it.</param>
/// <param name="Specifier">The specifier: <c>%-8u</c>.</param>
/// <param name="After">Spaces after it.</param>
internal readonly record struct FormatSpecifier(string Before, string Specifier, string After)
{
    /// <summary>True for <c>%s</c>, which the kernel wants to be followed by punctuation, space or nothing.</summary>
    public bool IsText => Specifier.EndsWith('s');

    /// <summary>The specifier that gives the same text as the CLR; null where there is none, which is said at the hole.</summary>
    public static FormatSpecifier? Find(FormatHole hole, bool isCharacter, DiagnosticSink sink)
    {
        if (hole.Shape.Kind != ShapeKind.Integer || isCharacter)
        {
            if (hole.Format.Length == 0)
                return new FormatSpecifier("", $"%{Width(hole.Alignment)}s", "");
            sink.Report(FormatDiagnostics.UnknownFormat, hole.Location, hole.Format, hole.Display);
            return null;
        }

        return FindNumber(hole, sink);
    }

    private static FormatSpecifier? FindNumber(FormatHole hole, DiagnosticSink sink)
    {
        char letter = hole.Format.Length == 0 ? 'd' : hole.Format[0];
        bool isHexadecimal = letter is 'x' or 'X';
        int digits = 0;
        if ((!isHexadecimal && letter is not ('d' or 'D'))
            || (hole.Format.Length > 1 && !int.TryParse(hole.Format.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out digits)))
        {
            sink.Report(FormatDiagnostics.UnknownFormat, hole.Location, hole.Format, hole.Display);
            return null;
        }

        string length = hole.Shape.Bits == 64 ? "ll" : "";
        string conversion = isHexadecimal ? $"{length}{letter}" : hole.Shape.IsSigned ? $"{length}d" : $"{length}u";
        if (digits <= 1)
            return new FormatSpecifier("", $"%{Width(hole.Alignment)}{conversion}", "");
        return FindPadded(hole, digits, isHexadecimal, conversion, sink);
    }

    // Zeroes take the width of the specifier. An alignment is left over where it adds nothing, or where the number has exactly these digits.
    private static FormatSpecifier? FindPadded(FormatHole hole, int digits, bool isHexadecimal, string conversion, DiagnosticSink sink)
    {
        DiagnosticDescriptor? problem = !isHexadecimal && hole.Shape.IsSigned ? FormatDiagnostics.SignedDigits : null;
        if (problem is not null)
        {
            sink.Report(problem, hole.Location, hole.Format, hole.Display);
            return null;
        }

        int width = Math.Abs(hole.Alignment);
        int mostDigits = isHexadecimal ? hole.Shape.Bits / 4 : hole.Shape.Bits == 64 ? ulong.MaxValue.ToString(CultureInfo.InvariantCulture).Length : uint.MaxValue.ToString(CultureInfo.InvariantCulture).Length;
        if (width > digits && digits < mostDigits)
        {
            sink.Report(FormatDiagnostics.AlignedDigits, hole.Location, hole.Alignment, hole.Format);
            return null;
        }

        string spaces = new(' ', Math.Max(width - digits, 0));
        return new FormatSpecifier(hole.Alignment > 0 ? spaces : "", $"%0{digits}{conversion}", hole.Alignment < 0 ? spaces : "");
    }

    private static string Width(int alignment) => alignment == 0 ? "" : alignment.ToString(CultureInfo.InvariantCulture);
}
