using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Cli;

/// <summary>Source files without a project, made a compilation.</summary>
internal static class SourceFiles
{
    /// <summary>
    /// The implicit usings of a console project, without <c>System.Threading.Tasks</c>: a <c>Task</c> among a program's parameters is the kernel's.
    /// </summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly CSharpCompilationOptions CompilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, deterministic: true);

    /// <summary>The compilation of the files.</summary>
    /// <param name="paths">The files, as the user wrote them: so they appear in diagnostics.</param>
    /// <param name="warnings">What becomes of warnings.</param>
    /// <exception cref="CommandException">A file can't be read.</exception>
    public static CSharpCompilation Compile(IEnumerable<string> paths, WarningOptions warnings)
    {
        var trees = paths.Distinct().Select(Parse).Append(CSharpSyntaxTree.ParseText(ImplicitUsings, ParseOptions));
        return CSharpCompilation.Create("csbpf", trees, ReferenceAssemblies.All(), warnings.Apply(CompilationOptions));
    }

    private static SyntaxTree Parse(string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(InputFile.ReadSource(path), Encoding.UTF8), ParseOptions, path);
}
