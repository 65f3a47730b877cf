using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Object.Instructions;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Tests.Diagnostics;

/// <summary>The pages of <c>docs/diagnostics</c> are true: their first snippets raise their diagnostics, their second ones none.</summary>
public class DiagnosticPageTests
{
    public static TheoryData<string> Ids => [.. DiagnosticTable.All.Select(descriptor => descriptor.Id)];

    [Fact]
    public void Pages_AreThoseOfTheTable() =>
        Assert.Equal(DiagnosticTable.All.Select(descriptor => descriptor.Id), DiagnosticPage.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Index_ListsAll_ByGroup()
    {
        var expected = new StringBuilder();
        foreach (IGrouping<string, DiagnosticDescriptor> group in DiagnosticTable.All.GroupBy(descriptor => descriptor.Category))
        {
            expected.Append($"## {group.Key["CsBpf.".Length..]}\n");
            foreach (DiagnosticDescriptor descriptor in group)
                expected.Append($"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} |\n");
        }

        IEnumerable<string> lines = File.ReadLines(Path.Combine(DiagnosticPage.Directory, "README.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal) || line.StartsWith("| [", StringComparison.Ordinal));
        Assert.Equal(expected.ToString(), string.Concat(lines.Select(line => line + "\n")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_HasTheShapeOfAll(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticTable.All.Single(descriptor => descriptor.Id == id);

        Assert.Equal([$"# {id}: {descriptor.Title}", "## Why", "## Before", "## After"], DiagnosticPage.All[id].Headings);
        Assert.Equal($"docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Message_SaysWhatAndWhyAndWhatInstead(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticTable.All.Single(descriptor => descriptor.Id == id);

        Assert.Equal(3, descriptor.MessageFormat.ToString().Split("; ").Length);
        Assert.False(descriptor.MessageFormat.ToString().EndsWith('.'));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Before_RaisesIt_WhereItIsMarked(string id)
    {
        DiagnosticPage page = DiagnosticPage.All[id];

        BpfCompilation compilation = Compile(page.Before);

        Assert.Equal(
            page.MarkedLines(page.Before).Select(line => $"{line}: {id}"),
            compilation.Diagnostics.OrderBy(LineOf).Select(diagnostic => $"{LineOf(diagnostic)}: {diagnostic.Id}").Distinct());
        Assert.Equal(compilation.Diagnostics[0].DefaultSeverity == DiagnosticSeverity.Error, compilation.HasErrors);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void After_Compiles(string id)
    {
        BpfCompilation compilation = Compile(DiagnosticPage.All[id].After);

        Assert.Empty(compilation.Diagnostics);
        BpfObjectSpec.Read(Assert.Single(compilation.Objects).Bytes.AsMemory(), id);
    }

    private static BpfCompilation Compile(string source) =>
        BpfSource.Compile(source, isa: BpfSource.IsaOf(source) ?? BpfIsa.V3, targetKernel: BpfSource.TargetKernelOf(source));

    private static int LineOf(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1;
}
