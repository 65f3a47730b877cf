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
        if (NumberFormat.TryParse(hole.Format) is not { } number)
        {
            sink.Report(FormatDiagnostics.UnknownFormat, hole.Location, hole.Format, hole.Display);
            return null;
        }

        string length = hole.Shape.Bits == 64 ? "ll" : "";
        string conversion = number.IsHexadecimal ? $"{length}{number.Letter}" : hole.Shape.IsSigned ? $"{length}d" : $"{length}u";
        if (number.Digits == 1)
            return new FormatSpecifier("", $"%{Width(hole.Alignment)}{conversion}", "");
        return FindPadded(hole, number, conversion, sink);
    }

    // Zeroes take the width of the specifier. An alignment is left over where it adds nothing, or where the number has exactly these digits.
    private static FormatSpecifier? FindPadded(FormatHole hole, NumberFormat number, string conversion, DiagnosticSink sink)
    {
        DiagnosticDescriptor? problem = !number.IsHexadecimal && hole.Shape.IsSigned ? FormatDiagnostics.SignedDigits : null;
        if (problem is not null)
        {
            sink.Report(problem, hole.Location, hole.Format, hole.Display);
            return null;
        }

        int width = Math.Abs(hole.Alignment);
        int mostDigits = MostDigits(hole.Shape, number);
        if (width > number.Digits && number.Digits < mostDigits)
        {
            sink.Report(FormatDiagnostics.AlignedDigits, hole.Location, hole.Alignment, hole.Format);
            return null;
        }

        string spaces = new(' ', Math.Max(width - number.Digits, 0));
        return new FormatSpecifier(hole.Alignment > 0 ? spaces : "", $"%0{number.Digits}{conversion}", hole.Alignment < 0 ? spaces : "");
    }

    /// <summary>The most digits that the numbers of a type have.</summary>
    public static int MostDigits(TypeShape shape, NumberFormat number) =>
        number.IsHexadecimal ? shape.Bits / 4 : shape.Bits switch
        {
            64 => ulong.MaxValue.ToString(CultureInfo.InvariantCulture).Length,
            32 => uint.MaxValue.ToString(CultureInfo.InvariantCulture).Length,
            16 => ushort.MaxValue.ToString(CultureInfo.InvariantCulture).Length,
            _ => byte.MaxValue.ToString(CultureInfo.InvariantCulture).Length,
        };

    private static string Width(int alignment) => alignment == 0 ? "" : alignment.ToString(CultureInfo.InvariantCulture);
}
