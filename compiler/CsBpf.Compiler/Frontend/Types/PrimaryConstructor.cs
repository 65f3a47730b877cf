using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>What C# makes of the parameters of a type declaration.</summary>
internal static class PrimaryConstructor
{
    // How the C# compiler names the field in which a struct keeps 'x' for its members: <x>P.
    private const string FieldStart = "<";
    private const string FieldEnd = ">P";

    /// <summary>The parameter that a field keeps for the members of its struct; null for a field that was declared.</summary>
    public static IParameterSymbol? FindCaptured(IFieldSymbol field)
    {
        if (!field.IsImplicitlyDeclared || field.AssociatedSymbol is not null || !field.Name.StartsWith(FieldStart, StringComparison.Ordinal)
            || !field.Name.EndsWith(FieldEnd, StringComparison.Ordinal))
            return null;
        string name = field.Name[FieldStart.Length..^FieldEnd.Length];
        return field.ContainingType.InstanceConstructors.FirstOrDefault(IsPrimary)?.Parameters.FirstOrDefault(parameter => parameter.Name == name);
    }

    private static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax);
}
