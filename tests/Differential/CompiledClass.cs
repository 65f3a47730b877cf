using System.Runtime.Loader;
using CsBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace CsBpf.Differential.Tests;

/// <summary>C# that is written by a test, compiled for the CLR.</summary>
internal static class CompiledClass
{
    /// <summary>The class <paramref name="name"/> of a source.</summary>
    public static Type Load(string source, string name)
    {
        using var assembly = new MemoryStream();
        EmitResult result = BpfSource.Parse(source).Emit(assembly);
        Assert.True(result.Success, $"{string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))}\n\n{source}");
        assembly.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(assembly).GetType(name, throwOnError: true)!;
    }
}
