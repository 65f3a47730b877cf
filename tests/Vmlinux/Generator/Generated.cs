using System.Collections.Immutable;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Vmlinux.Tests;

/// <summary>What the generator makes of types, once it is sure that C# takes it.</summary>
internal static class Generated
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "CsBpf.dll" or "System.Runtime.dll" or "System.Private.CoreLib.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The classes, without the head of the file.</summary>
    public static string Classes(CTypes types) => Body(Compile(types.Build(), FriendlyNames.None, "")[0]);

    /// <summary>The classes where some are written by hand.</summary>
    public static string Classes(CTypes types, string friendly, string handwritten) =>
        Body(Compile(types.Build(), FriendlyNames.Parse(new StringReader(friendly)), handwritten)[0]);

    /// <summary>The enums and constants, without the head of the file.</summary>
    public static string Enums(CTypes types) => Body(Compile(types.Build(), FriendlyNames.None, "")[1]);

    /// <summary>What tracepoints pass, without the head of the file.</summary>
    public static string Tracepoints(CTypes types) => Body(Compile(types.Build(), FriendlyNames.None, "")[2]);

    /// <summary>The prototypes of functions, without the head of the file.</summary>
    public static string Functions(CTypes types) => Body(Compile(types.Build(), FriendlyNames.None, "")[3]);

    private static IReadOnlyList<KernelSourceFile> Compile(BtfTypes types, FriendlyNames friendly, string handwritten)
    {
        IReadOnlyList<KernelSourceFile> files = KernelSource.Generate(types, friendly);
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Generated",
            [
                .. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options)),
                CSharpSyntaxTree.ParseText($"global using CsBpf; namespace CsBpf.Kernel {{ {handwritten} }}", options),
            ],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return files;
    }

    private static string Body(KernelSourceFile file) => file.Text[(file.Text.IndexOf("CsBpf.Kernel;\n", StringComparison.Ordinal) + 15)..];
}
