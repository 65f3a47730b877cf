namespace CsBpf.Cli;

/// <summary>Rows of text in columns that are as wide as they need to be.</summary>
/// <param name="headings">The headings; one that starts with <c>&gt;</c> has its column aligned to the right.</param>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A text a column.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Writes the headings and the rows.</summary>
    /// <param name="output">Where the text goes.</param>
    public void Write(TextWriter output)
    {
        string[] names = [.. headings.Select(heading => heading.TrimStart('>'))];
        int[] widths = [.. names.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Max())];
        foreach (string[] row in _rows.Prepend(names))
        {
            var cells = row.Select((cell, column) => headings[column].StartsWith('>') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }
}
