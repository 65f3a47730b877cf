using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>Constructors don't run in the kernel: what they set would be missing there.</summary>
internal static class ConstructorRules
{
    /// <summary>Checks what the constructors of a class write.</summary>
    /// <param name="context">The module.</param>
    /// <param name="type">The class.</param>
    /// <param name="constructors">Its constructors that user space runs.</param>
    public static void Check(ModuleContext context, INamedTypeSymbol type, IEnumerable<IMethodSymbol> constructors)
    {
        foreach (IMethodSymbol constructor in constructors)
        {
            if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } syntax)
                continue;
            IOperation? body = context.Compilation.ModelOf(syntax).GetOperation(syntax);
            foreach (IFieldReferenceOperation reference in body?.Descendants().OfType<IFieldReferenceOperation>() ?? [])
            {
                IFieldSymbol field = reference.Field;
                if (SymbolEqualityComparer.Default.Equals(field.ContainingType, type) && FindWrite(reference) is { } write)
                    context.Sink.Report(LanguageDiagnostics.ConstructorBody, write.Syntax.GetLocation(), field.Name);
            }

            foreach (IPropertyReferenceOperation reference in body?.Descendants().OfType<IPropertyReferenceOperation>() ?? [])
            {
                bool isGlobal = context.Object.Globals.Any(global => SymbolEqualityComparer.Default.Equals(global.Member, reference.Property));
                if (isGlobal && FindWrite(reference) is { } write)
                    context.Sink.Report(LanguageDiagnostics.ConstructorBody, write.Syntax.GetLocation(), reference.Property.Name);
            }
        }
    }

    // A field is written where it is the target, or where a part of it is.
    private static IOperation? FindWrite(IOperation place)
    {
        switch (place.Parent)
        {
            case IAssignmentOperation assignment when assignment.Target == place:
                return assignment;
            case IIncrementOrDecrementOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                return place.Parent;
            case IArrayElementReferenceOperation element when element.ArrayReference == place:
                return FindWrite(element);
            case IInlineArrayAccessOperation access when access.Instance == place:
                return FindWrite(access);
            case IFieldReferenceOperation { Type: not null } part when part.Instance == place && place.Type is { IsValueType: true }:
                return FindWrite(part);
            case ITupleOperation or IParenthesizedOperation:
                return FindWrite(place.Parent);
            default:
                return null;
        }
    }
}
