using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CsBpf.Compiler.Tests.Diagnostics;

/// <summary>A page of <c>docs/diagnostics</c>.</summary>
/// <param name="Id">The id of its diagnostic, from the file's name.</param>
/// <param name="Text">What it says.</param>
internal sealed partial record DiagnosticPage(string Id, string Text)
{
    /// <summary>The directory of the pages.</summary>
    public static string Directory { get; } = Path.Combine(RepositoryOf(), "docs", "diagnostics");

    /// <summary>The directory of the samples.</summary>
    public static string Samples { get; } = Path.Combine(RepositoryOf(), "samples");

    /// <summary>All pages, by id.</summary>
    public static IReadOnlyDictionary<string, DiagnosticPage> All { get; } = System.IO.Directory.GetFiles(Directory, "CSBPF*.md")
        .Select(path => new DiagnosticPage(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))
        .ToDictionary(page => page.Id, StringComparer.Ordinal);

    /// <summary>The headings, in order.</summary>
    public IEnumerable<string> Headings => Text.Split('\n').Where(line => line.StartsWith('#'));

    /// <summary>The source of the snippet that raises the diagnostic.</summary>
    public string Before => Complete(SnippetUnder("## Before"));

    /// <summary>The source of the snippet that compiles.</summary>
    public string After => Complete(SnippetUnder("## After"));

    /// <summary>The lines of a source that are marked with the id, from 1.</summary>
    public IEnumerable<int> MarkedLines(string source) =>
        source.Split('\n').Index().Where(line => line.Item.EndsWith($"// {Id}", StringComparison.Ordinal)).Select(line => line.Index + 1);

    private string SnippetUnder(string heading)
    {
        Match match = Regex.Match(Text, $@"^{heading}\n\n```csharp\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(match.Success, $"{Id}.md has no C# under '{heading}'.");
        return match.Groups[1].Value;
    }

    // A snippet without a class of its own is what stands in one, and a line may stand for many.
    private static string Complete(string snippet)
    {
        string body = RepeatedLine().Replace(snippet, Repeat);
        return $"""
            using System;
            using System.Collections.Generic;
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            using System.Text.Unicode;
            using System.Threading;
            using CsBpf;
            using CsBpf.Kernel;

            {(IsWhole(snippet) ? body : $"[BpfObject]\npublic partial class Program\n{{\n{body}\n}}")}
            """;
    }

    private static bool IsWhole(string snippet) => snippet.Contains("[BpfObject]", StringComparison.Ordinal);

    private static string Repeat(Match line)
    {
        int times = int.Parse(line.Groups["times"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        return string.Concat(Enumerable.Repeat(line.Groups["line"].Value + "\n", times));
    }

    [GeneratedRegex(@"^(?<line>.*) // (?<times>[\d,]+) times\n", RegexOptions.Multiline)]
    private static partial Regex RepeatedLine();

    private static string RepositoryOf([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
