using System.Text;

namespace CsBpf.Kernel;

/// <summary>The text file that a view writes (<c>struct seq_file</c>). On the CLR it keeps the text.</summary>
[KernelType("seq_file")]
public sealed class SeqFile : seq_file
{
    private readonly StringBuilder _text = new();

    /// <summary>The number of bytes in the buffer: what was written and not yet read.</summary>
    [KernelMember("count")]
    public ulong Length
    {
        get => count;
        set => count = value;
    }

    /// <summary>Writes text to the file.</summary>
    /// <param name="text">The text; a line ends with <c>\n</c>.</param>
    [FormatSink(FormatSink.SeqFile)]
    public void Print(BpfFormat text)
    {
        string written = text.ToString();
        _text.Append(written);
        count += (ulong)Encoding.UTF8.GetByteCount(written);
    }

    /// <summary>All that was written.</summary>
    public override string ToString() => _text.ToString();
}
