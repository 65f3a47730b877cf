using System.Reflection;
using System.Runtime.Loader;
using CsBpf.Compiler.Skeleton;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Tests.Skeleton;

/// <summary>Generated halves of BPF objects, compiled as a project's build compiles them.</summary>
internal static class GeneratedClass
{
    private const string Usings = "using CsBpf;\nusing CsBpf.Kernel;\n";
    private const string FileName = "Generated.g.cs";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>The generated half of a class, after it was compiled together with the other half without any warning.</summary>
    /// <param name="source">The other half.</param>
    public static string Generate(string source)
    {
        string generated = GenerateUnchecked(source);
        CSharpCompilation complete = Complete(source, generated);
        Assert.Empty(complete.GetDiagnostics().Where(IsErrorOrWarningInSkeleton));
        return generated;
    }

    /// <summary>The generated half of a class, whatever the other half holds.</summary>
    /// <inheritdoc cref="Generate"/>
    public static string GenerateUnchecked(string source) =>
        Assert.Single(SkeletonGenerator.Generate(BpfSource.Parse(Usings + source))).Source;

    /// <summary>Builds an assembly of both halves, the object and their user; gives what <c>User.Run</c> answers.</summary>
    /// <inheritdoc cref="Generate"/>
    /// <param name="user">A class <c>User</c> with a static method <c>Run</c>.</param>
    public static string Run(string source, string user)
    {
        CompiledObject compiled = Assert.Single(BpfSource.Compile(Usings + source).Objects);
        CSharpCompilation complete = Complete(source, Generate(source)).AddSyntaxTrees(BpfSource.ParseTree(user, "User.cs"));
        var resource = new ResourceDescription($"{compiled.Name}.bpf.o", () => new MemoryStream([.. compiled.Bytes]), isPublic: true);
        using var image = new MemoryStream();
        var result = complete.Emit(image, manifestResources: [resource]);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));

        var context = new AssemblyLoadContext("Generated", isCollectible: true);
        image.Position = 0;
        MethodInfo run = context.LoadFromStream(image).GetType("User")!.GetMethod("Run")!;
        string answer = run.CreateDelegate<Func<string>>()();
        context.Unload();
        return answer;
    }

    private static CSharpCompilation Complete(string source, string generated) =>
        BpfSource.Parse("").AddSyntaxTrees(
            CSharpSyntaxTree.ParseText(Usings + source, ParseOptions, "Test.bpf.cs"),
            CSharpSyntaxTree.ParseText(generated, ParseOptions, FileName));

    private static bool IsErrorOrWarningInSkeleton(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error
        || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree?.FilePath == FileName);
}
