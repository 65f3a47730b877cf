using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace VerifyTests;

/// <summary>The difference of two texts, as a person reads it: changed lines with a few lines around them.</summary>
internal static class SnapshotDiff
{
    private const int ContextLines = 3;

    /// <summary>Lines that only <paramref name="verified"/> has start with <c>-</c>, those that only <paramref name="received"/> has with <c>+</c>.</summary>
    public static string Render(string verified, string received)
    {
        List<DiffPiece> lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(verified, received, ignoreWhitespace: false).Lines;
        var text = new StringBuilder();
        bool skipping = false;

        for (int i = 0; i < lines.Count; i++)
        {
            if (!IsNearChange(lines, i))
            {
                skipping = true;
                continue;
            }

            if (skipping)
            {
                text.Append("  ⋮\n");
                skipping = false;
            }

            text.Append(Marker(lines[i].Type)).Append(lines[i].Text).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsNearChange(List<DiffPiece> lines, int index)
    {
        int last = Math.Min(lines.Count - 1, index + ContextLines);
        for (int i = Math.Max(0, index - ContextLines); i <= last; i++)
        {
            if (lines[i].Type != ChangeType.Unchanged)
            {
                return true;
            }
        }

        return false;
    }

    private static string Marker(ChangeType type) => type switch
    {
        ChangeType.Inserted => "+ ",
        ChangeType.Deleted => "- ",
        _ => "  ",
    };
}
