using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Compiler.Frontend;

/// <summary>
/// The parts of the runtime that programs run as well: their C# is a resource of the compiler, which compiles it with the sources of the
/// project. There it takes the place of the same types in the runtime's assembly.
/// </summary>
internal static class LibrarySources
{
    private const string Folder = "Library/";
    private const string Root = "CsBpf/";
    private const string WriterName = "CsBpf.Library.Utf8Writer";
    private const string KernelTextName = "CsBpf.Library.KernelText";
    private const string MaxLength = nameof(MaxLength);

    private static readonly Lazy<ImmutableArray<(string Name, SourceText Text)>> Texts = new(Read);

    private static readonly ConcurrentDictionary<CSharpParseOptions, ImmutableArray<SyntaxTree>> Trees = new();

    /// <summary>The sources of a project with those of the library.</summary>
    public static CSharpCompilation AddTo(CSharpCompilation compilation)
    {
        // All trees of a compilation speak the same version of C#.
        var options = compilation.SyntaxTrees.FirstOrDefault()?.Options as CSharpParseOptions;
        return compilation.AddSyntaxTrees(Trees.GetOrAdd(options ?? CSharpParseOptions.Default, Parse));
    }

    /// <summary>True for a method of the library that programs have no use for: it needs objects. To say so is the caller's matter.</summary>
    public static bool IsForObjects(IMethodSymbol method, TypeShapes shapes) =>
        method.DeclaringSyntaxReferences is [var reference, ..] && reference.SyntaxTree.FilePath.StartsWith(Root, StringComparison.Ordinal)
        && (method.IsOverride || method.Parameters.Any(parameter => shapes[parameter.Type] is { IsScalar: false, IsAggregate: false }));

    /// <summary>What text is written with; null where the library was not added.</summary>
    public static INamedTypeSymbol? FindWriter(Compilation compilation) => compilation.Assembly.GetTypeByMetadataName(WriterName);

    /// <summary>The most bytes that the library reads of a string of the kernel's; 0 where it was not added.</summary>
    public static int LongestKernelText(Compilation compilation) =>
        compilation.Assembly.GetTypeByMetadataName(KernelTextName)?.GetMembers(MaxLength) is [IFieldSymbol { ConstantValue: int most }] ? most : 0;

    private static ImmutableArray<SyntaxTree> Parse(CSharpParseOptions options) =>
        [.. Texts.Value.Select(source => CSharpSyntaxTree.ParseText(source.Text, options, Root + source.Name))];

    private static ImmutableArray<(string Name, SourceText Text)> Read()
    {
        Assembly assembly = typeof(LibrarySources).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (name, Read(assembly.GetManifestResourceStream(name)!))),
        ];
    }

    // Not from the stream itself: its checksum, which nobody needs, would ask for a library of cryptography.
    private static SourceText Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return SourceText.From(reader.ReadToEnd(), Encoding.UTF8);
    }
}
