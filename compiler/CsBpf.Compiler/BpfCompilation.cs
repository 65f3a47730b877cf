using System.Collections.Immutable;
using CsBpf.Compiler.CodeGeneration;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler;

/// <summary>What the compiler made of a compilation.</summary>
/// <param name="Diagnostics">Errors and warnings, C#'s own among them.</param>
/// <param name="Objects">The objects of the classes that have no error.</param>
public sealed record BpfCompilation(ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<CompiledObject> Objects)
{
    /// <summary>True where a class could not be compiled.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}

/// <summary>The object of one class.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Bytes">The object file.</param>
/// <param name="Code">The code of its functions.</param>
/// <param name="Ir">The text of the optimized SSA form, where <see cref="BpfCompilerOptions.KeepIr"/> asks for it.</param>
public sealed record CompiledObject(string Name, ImmutableArray<byte> Bytes, ImmutableArray<FunctionCode> Code, string? Ir);
