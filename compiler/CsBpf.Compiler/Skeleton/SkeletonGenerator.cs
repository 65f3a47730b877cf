using System.Collections.Immutable;
using CsBpf.Compiler.Frontend;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Skeleton;

/// <summary>Makes the generated halves of BPF objects.</summary>
public static class SkeletonGenerator
{
    /// <summary>The end of the names of generated files.</summary>
    public const string FileEnd = ".bpf.g.cs";

    /// <summary>The generated half of each <c>[BpfObject]</c> class, from the declarations alone: bodies may be unfinished.</summary>
    /// <param name="compilation">The compilation that the classes are in.</param>
    public static ImmutableArray<GeneratedSkeleton> Generate(CSharpCompilation compilation)
    {
        ArgumentNullException.ThrowIfNull(compilation);
        return [.. BpfObjectClass.Discover(compilation).Select(objectClass => new GeneratedSkeleton(objectClass.Symbol.Name, SkeletonWriter.Write(objectClass)))];
    }
}

/// <summary>The generated half of a BPF object's class.</summary>
/// <param name="Name">The class's name, which is the object's.</param>
/// <param name="Source">The C# source.</param>
public sealed record GeneratedSkeleton(string Name, string Source);
