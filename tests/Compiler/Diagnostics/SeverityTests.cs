using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Tests.Diagnostics;

/// <summary>Warnings follow the project as those of C# do; errors can't be turned off, for there would be no code to go on with.</summary>
public class SeverityTests
{
    private const string Warning = "CSBPF0211";
    private const string Error = "CSBPF0101";

    private static readonly string WarningSource = DiagnosticPage.All[Warning].Before;
    private static readonly string ErrorSource = DiagnosticPage.All[Error].Before;

    [Fact]
    public void Warning_WhereNothingIsSaid_LeavesAnObject()
    {
        BpfCompilation compilation = Compile(WarningSource);

        Assert.Equal((Warning, DiagnosticSeverity.Warning), Only(compilation));
        Assert.Single(compilation.Objects);
    }

    [Theory]
    [InlineData(ReportDiagnostic.Suppress, null)]
    [InlineData(ReportDiagnostic.Hidden, DiagnosticSeverity.Hidden)]
    [InlineData(ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    [InlineData(ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    public void Warning_InEditorConfigOrOptions_IsWhatTheySay(ReportDiagnostic report, DiagnosticSeverity? expected)
    {
        BpfCompilation byOption = Compile(WarningSource, options => options.WithSpecificDiagnosticOptions([new(Warning, report)]));
        var config = new EditorConfig(Warning, report);
        BpfCompilation byConfig = Compile(WarningSource, options => options.WithSyntaxTreeOptionsProvider(config));

        foreach (BpfCompilation compilation in (BpfCompilation[])[byOption, byConfig])
        {
            Assert.Equal(expected, compilation.Diagnostics.SingleOrDefault()?.Severity);
            Assert.Equal(expected == DiagnosticSeverity.Error, compilation.Objects.IsEmpty);
        }
    }

    [Fact]
    public void Warning_WithTreatWarningsAsErrors_IsAnError()
    {
        BpfCompilation compilation = Compile(WarningSource, options => options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));

        Assert.Equal((Warning, DiagnosticSeverity.Error), Only(compilation));
        Assert.Empty(compilation.Objects);
    }

    [Fact]
    public void Warning_WithPragma_IsOffWhereItSays()
    {
        Assert.Empty(Compile($"#pragma warning disable {Warning}\n{WarningSource}").Diagnostics);
        Assert.Single(Compile($"#pragma warning disable {Warning}\n#pragma warning restore {Warning}\n{WarningSource}").Diagnostics);
    }

    [Fact]
    public void Error_TurnedOff_StaysAnError()
    {
        string source = $"#pragma warning disable {Error}\n{ErrorSource}";

        BpfCompilation compilation = Compile(
            source,
            options => options.WithSpecificDiagnosticOptions([new(Error, ReportDiagnostic.Suppress)])
                .WithSyntaxTreeOptionsProvider(new EditorConfig(Error, ReportDiagnostic.Suppress)));

        Assert.All(compilation.Diagnostics, diagnostic => Assert.Equal(Error, diagnostic.Id));
        Assert.All(compilation.Diagnostics, diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
        Assert.True(compilation.HasErrors);
        Assert.Empty(compilation.Objects);
    }

    private static (string Id, DiagnosticSeverity Severity) Only(BpfCompilation compilation) =>
        Assert.Single(compilation.Diagnostics) is var diagnostic ? (diagnostic.Id, diagnostic.Severity) : default;

    private static BpfCompilation Compile(string source, Func<CSharpCompilationOptions, CSharpCompilationOptions>? change = null)
    {
        CSharpCompilation compilation = BpfSource.Parse(source);
        CSharpCompilationOptions options = change?.Invoke(compilation.Options) ?? compilation.Options;
        return BpfCompiler.Compile(compilation.WithOptions(options), new BpfCompilerOptions());
    }

    private sealed class EditorConfig(string id, ReportDiagnostic report) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = report;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
