namespace CsBpf.Cli;

/// <summary>Rows of text in columns that are as wide as they need to be.</summary>
/// <param name="headings">The headings; one that starts with <c>&gt;</c> has its column aligned to the right.</param>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A text a column.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table, under a title and after an empty line; nothing where it has no rows.</summary>
    /// <param name="output">Where the text goes.</param>
    /// <param name="title">The title.</param>
    public void Write(TextWriter output, string title)
    {
        if (_rows.Count == 0)
            return;

        string[] names = [.. headings.Select(heading => heading.TrimStart('>'))];
        int[] widths = [.. names.Select((name, column) => _rows.Max(row => row[column].Length) is var width && width > name.Length ? width : name.Length)];
        output.WriteLine();
        output.WriteLine(title);
        foreach (string[] row in _rows.Prepend(names))
        {
            var cells = row.Select((cell, column) => headings[column].StartsWith('>') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }
}
