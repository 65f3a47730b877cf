using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend;

/// <summary>Compiles a [BpfObject] class to the SSA form.</summary>
internal static class ModuleBuilder
{
    private const string SourceSuffix = ".bpf.cs";

    /// <summary>Compiles a class with all that its programs reach.</summary>
    /// <param name="object">The class.</param>
    /// <param name="compilation">All sources of the project; those that the class does not need may have errors.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="sink">Takes what is wrong.</param>
    /// <returns>Null where something is.</returns>
    public static BpfModule? Build(BpfObjectClass @object, CSharpCompilation compilation, BpfCompilerOptions options, DiagnosticSink sink)
    {
        var context = new ModuleContext(@object, compilation, options, sink);
        if (ReportErrors(context) || !ObjectRules.Check(context))
            return null;
        foreach (MapField map in @object.Maps)
            context.Maps.Define(map);
        foreach (GlobalField global in @object.Globals)
            context.Globals.Get(global.Field);
        foreach (ProgramMethod program in @object.Programs)
            new ProgramBuilder(context, program).Build();
        context.Functions.CompilePending();
        context.Contents.Fill();
        context.KernelFunctions.Complete();
        context.Sleepable.Check();
        context.Programs.Check();
        context.ContextFields.Check();
        context.KernelTypes.Complete();
        return sink.HasErrors ? null : context.Module;
    }

    // Errors of C# in the files of the object come first: what they break is not worth a word of ours.
    private static bool ReportErrors(ModuleContext context)
    {
        SyntaxReference[] parts = [.. context.Object.Symbol.DeclaringSyntaxReferences];
        SyntaxTree[] trees = [.. parts.Select(part => part.SyntaxTree).Where(tree => tree.FilePath.EndsWith(SourceSuffix, StringComparison.OrdinalIgnoreCase)).Distinct()];
        if (trees.Length == 0)
            trees = [.. parts.Where(part => part.GetSyntax() is TypeDeclarationSyntax { AttributeLists.Count: > 0 }).Select(part => part.SyntaxTree).Distinct()];
        return trees.Count(tree => !context.Bodies.Check(tree)) > 0;
    }
}
