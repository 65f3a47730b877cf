using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>Interpolated output.</summary>
internal static class FormatDiagnostics
{
    private static readonly DescriptorGroup Group = new("Format", 400);

    public static readonly DiagnosticDescriptor UnknownFormat = Group.Add(1, "The format is not supported",
        "The format '{0}' is not supported for '{1}'; the kernel's printf can't give the same text; "
        + "use d, x or X, with digits where they pad with zeroes");

    public static readonly DiagnosticDescriptor SignedDigits = Group.Add(2, "Zero padding of a signed number",
        "The format '{0}' can't pad the signed '{1}' with zeroes; the kernel counts the minus sign as a digit; "
        + "cast to an unsigned type, or use an alignment");

    public static readonly DiagnosticDescriptor AlignedDigits = Group.Add(3, "Alignment together with digits",
        "The alignment {0} can't be combined with the format '{1}'; the kernel's printf has one width only; leave one of them out");

    public static readonly DiagnosticDescriptor TooManyHoles = Group.Add(4, "Too many holes",
        "The text has {0} holes; the kernel takes at most {1} in one line of the trace pipe; print it in several lines");

    public static readonly DiagnosticDescriptor NotInPlace = Group.Add(5, "The text is not written in place",
        "The text must be an interpolated string or a constant at the call; it becomes a format in the object file; "
        + "write it as the argument itself");

    public static readonly DiagnosticDescriptor Character = Group.Add(6, "A character that the kernel refuses",
        "The text holds '{0}'; the kernel takes nothing but printable ASCII in a format; write it with other characters");

    public static readonly DiagnosticDescriptor TextAfterString = Group.Add(7, "Text directly after a string",
        "A letter or digit follows the string '{0}' directly; "
        + "the kernel refuses this in a format and there is no argument left to write it otherwise; "
        + "put a space or punctuation between");

    public static readonly DiagnosticDescriptor Culture = Group.Add(8, "Text in the manner of a culture",
        "The text can't be written with a format provider; the kernel knows no cultures; leave the provider out: 'Utf8.TryWrite(buffer, $\"…\", out int written)'");

    public static readonly DiagnosticDescriptor HoleType = Group.Add(9, "A hole of a type that has no text",
        "A value of type '{0}' can't be written as text; a program can write integers, bool, char, spans of bytes, constant strings and network addresses; "
        + "write what it consists of, or cast an enum to its integer");

    public static readonly DiagnosticDescriptor Elsewhere = Group.Add(10, "Text that goes elsewhere",
        "The text goes to a '{0}'; a program writes text to a seq_file, the trace pipe or bytes in memory; "
        + "use SeqFile.Print, Bpf.Print, or Utf8.TryWrite with a span of bytes");

    public static IReadOnlyList<DiagnosticDescriptor> All => Group.Descriptors;
}
