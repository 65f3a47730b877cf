using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Skeleton;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend;

/// <summary>What a [BpfObject] class and its programs must be, before their bodies are looked at.</summary>
internal static class ObjectRules
{
    /// <summary>Checks the class.</summary>
    /// <returns>False where it can't be compiled, which has been said.</returns>
    public static bool Check(ModuleContext context)
    {
        INamedTypeSymbol type = context.Object.Symbol;
        string? problem = type switch
        {
            { IsGenericType: true } => "generic",
            { ContainingType: not null } => "nested in another type",
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            _ when !IsPartial(type) => "not partial",
            _ => null,
        };
        if (problem is not null)
            context.Sink.Report(ProgramDiagnostics.ObjectShape, type.Locations[0], type.Name, problem);
        CheckProgramNames(context);
        foreach (ISymbol member in SkeletonNames.FindTaken(context.Object))
            context.Sink.Report(ProgramDiagnostics.TakenName, member.Locations[0], member.Name);
        ConstructorRules.Check(context, type, type.Constructors);
        return !context.Sink.HasErrors;
    }

    /// <summary>Checks that each object can have a file of its own.</summary>
    public static void CheckNames(IReadOnlyList<BpfObjectClass> classes, DiagnosticSink sink)
    {
        foreach (IGrouping<string, BpfObjectClass> group in classes.GroupBy(objectClass => objectClass.Symbol.Name, StringComparer.Ordinal))
        {
            INamedTypeSymbol first = group.First().Symbol;
            foreach (BpfObjectClass other in group.Skip(1))
                sink.Report(
                    ProgramDiagnostics.SameObjectName, other.Symbol.Locations[0], first.Name, first.ContainingNamespace.ToDisplayString());
        }
    }

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static void CheckProgramNames(ModuleContext context)
    {
        foreach (IGrouping<string, ProgramMethod> group in context.Object.Programs.GroupBy(program => program.Name, StringComparer.Ordinal))
        {
            foreach (ProgramMethod program in group.Skip(1))
                context.Sink.Report(ProgramDiagnostics.SameName, program.Method.Locations[0], program.Method.Name);
            context.Functions.TakeName(group.Key);
        }
    }
}
