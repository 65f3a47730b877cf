using System.Text;

namespace CsBpf.Compiler.Skeleton;

/// <summary>C# text in the making: lines, and blocks in braces. Lines end the same on every system.</summary>
internal sealed class IndentedText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>A line; an empty one has no indentation.</summary>
    public void Line(string line = "")
    {
        if (line.Length != 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
    }

    /// <summary>Several lines.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.ReplaceLineEndings("\n").Split('\n'))
            Line(line);
    }

    /// <summary>A line, and the start of its block.</summary>
    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    /// <summary>The end of the last block.</summary>
    public void Close()
    {
        _depth--;
        Line("}");
    }

    /// <summary>The end of all blocks.</summary>
    public void CloseAll()
    {
        while (_depth > 0)
            Close();
    }

    /// <summary>The text.</summary>
    public override string ToString() => _text.ToString();
}
