using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Build;

/// <summary>A project's sources and references as a compilation, under the options that the C# compiler gets for the same project.</summary>
internal static class ProjectCompilation
{
    /// <summary>The compilation. Files that are not there are left out: the C# compiler reports them.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="references">The references.</param>
    /// <param name="analyzerConfigFiles">The <c>.editorconfig</c> files, which may set the severity of diagnostics.</param>
    /// <param name="compilerArguments">The other options, as arguments of the C# compiler.</param>
    public static CSharpCompilation Create(
        IEnumerable<ITaskItem> sources, IEnumerable<ITaskItem> references, IEnumerable<ITaskItem> analyzerConfigFiles, IEnumerable<string> compilerArguments)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(compilerArguments, Environment.CurrentDirectory, sdkDirectory: null);
        var options = arguments.CompilationOptions
            .WithOutputKind(OutputKind.DynamicallyLinkedLibrary)
            .WithSourceReferenceResolver(new SourceFileResolver([], Environment.CurrentDirectory, arguments.PathMap))
            .WithSyntaxTreeOptionsProvider(new AnalyzerConfigSeverities(ReadAnalyzerConfigs(analyzerConfigFiles)));
        return CSharpCompilation.Create(
            "project", Existing(sources).Select(source => Parse(source.GetMetadata("FullPath"), arguments.ParseOptions)), Existing(references).Select(Refer), options);
    }

    private static IEnumerable<ITaskItem> Existing(IEnumerable<ITaskItem> items) => items.Where(item => File.Exists(item.GetMetadata("FullPath")));

    private static SyntaxTree Parse(string path, CSharpParseOptions options)
    {
        using var stream = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), options, path);
    }

    private static PortableExecutableReference Refer(ITaskItem reference)
    {
        string aliases = reference.GetMetadata("Aliases");
        return MetadataReference.CreateFromFile(
            reference.GetMetadata("FullPath"),
            new MetadataReferenceProperties(aliases: [.. aliases.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]));
    }

    private static AnalyzerConfigSet ReadAnalyzerConfigs(IEnumerable<ITaskItem> files)
    {
        var paths = Existing(files).Select(file => file.GetMetadata("FullPath"));
        return AnalyzerConfigSet.Create(paths.Select(path => AnalyzerConfig.Parse(File.ReadAllText(path), path)).ToList());
    }
}
