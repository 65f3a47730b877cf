using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CsBpf;

/// <summary>
/// The text of an interpolated string that a BPF program writes. The compiler turns it into a format string and its arguments
/// (<c>bpf_seq_printf</c> and the like); on the CLR it formats the same bytes. Holes take integers, <see cref="bool"/>, <see cref="char"/>,
/// <see cref="KernelString"/> and addresses (<see cref="INetworkAddress"/>), an alignment, and the formats <c>d</c>, <c>x</c>, <c>X</c> with a number of digits.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct BpfFormat
{
    private readonly StringBuilder _text;

    /// <summary>Called by the C# compiler.</summary>
    /// <param name="literalLength">The number of characters outside of the holes.</param>
    /// <param name="formattedCount">The number of holes.</param>
    public BpfFormat(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 8));

    /// <summary>A text without holes.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator BpfFormat(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var format = new BpfFormat(text.Length, 0);
        format.AppendLiteral(text);
        return format;
    }

    /// <summary>Called by the C# compiler for the text between holes.</summary>
    /// <param name="text">The text.</param>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Called by the C# compiler for a hole.</summary>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The least width; negative aligns to the left.</param>
    /// <param name="format"><c>d</c>, <c>x</c> or <c>X</c>, and a number of digits.</param>
    public void AppendFormatted(int value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    /// <inheritdoc cref="AppendFormatted(int, int, string?)"/>
    public void AppendFormatted(uint value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    /// <inheritdoc cref="AppendFormatted(int, int, string?)"/>
    public void AppendFormatted(long value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    /// <inheritdoc cref="AppendFormatted(int, int, string?)"/>
    public void AppendFormatted(ulong value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    /// <inheritdoc cref="AppendFormatted(int, int, string?)"/>
    public void AppendFormatted(bool value, int alignment = 0) => Append(value ? bool.TrueString : bool.FalseString, alignment);

    /// <inheritdoc cref="AppendFormatted(int, int, string?)"/>
    public void AppendFormatted(char value, int alignment = 0) => Append(value.ToString(), alignment);

    /// <inheritdoc cref="AppendFormatted(int, int, string?)"/>
    public void AppendFormatted(KernelString value, int alignment = 0) => Append(value.ToString(), alignment);

    /// <inheritdoc cref="AppendFormatted(int, int, string?)"/>
    /// <typeparam name="T">The type of the address.</typeparam>
    public void AppendFormatted<T>(T value, int alignment = 0)
        where T : struct, INetworkAddress => Append(value.ToString(null, CultureInfo.InvariantCulture), alignment);

    /// <summary>The formatted text.</summary>
    public override string ToString() => _text.ToString();

    private void Append(string text, int alignment) =>
        _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
}

/// <summary>On a method that takes a <see cref="BpfFormat"/> last: where the text goes.</summary>
/// <param name="sink">Where the text goes.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FormatSinkAttribute(FormatSink sink) : Attribute
{
    /// <summary>Where the text goes.</summary>
    public FormatSink Sink { get; } = sink;
}

/// <summary>Where a formatted text can go.</summary>
public enum FormatSink
{
    /// <summary>The seq_file that the method is called on: <c>bpf_seq_printf</c> (Linux 5.7), <c>bpf_seq_write</c> for text without holes.</summary>
    SeqFile,

    /// <summary>The kernel's trace pipe: <c>bpf_trace_printk</c>, with more than three holes <c>bpf_trace_vprintk</c> (Linux 5.16).</summary>
    TracePipe,
}
