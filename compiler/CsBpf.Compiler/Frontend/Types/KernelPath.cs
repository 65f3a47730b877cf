using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>A step into a kernel object.</summary>
/// <param name="Type">The class whose kernel type has the member.</param>
/// <param name="Member">The property that stands for exactly this member.</param>
/// <param name="Index">Of an embedded array: the element; null for the member itself.</param>
internal sealed record KernelStep(INamedTypeSymbol Type, IPropertySymbol Member, int? Index = null)
{
    /// <summary>True where the step stays in the object: what it leads to is a struct embedded there.</summary>
    public bool IsInline => Index is null
        ? Member.IsEmbedded()
        : Member.Type is INamedTypeSymbol { TypeArguments: [var element] } && Member.Type.GetKernelReference() == KernelReferenceKind.Array && element.IsKernelClass();

    /// <summary>True for characters that stand in the object itself.</summary>
    public bool IsEmbeddedText => Member.Type.GetKernelReference() == KernelReferenceKind.String && Member.GetArrayLength() is not null;

    /// <summary>The step for people.</summary>
    public string Display => Index is { } index ? $"{Member.GetKernelMember()}[{index}]" : Member.GetKernelMember();
}

/// <summary>Resolves the properties of kernel classes to members, step by step.</summary>
internal static class KernelPath
{
    /// <summary>The steps that a property stands for; none for the object itself under another type.</summary>
    /// <param name="type">The class that the property is read from.</param>
    /// <param name="property">The property.</param>
    /// <param name="sink">Takes what is wrong with the path.</param>
    /// <param name="location">Where it is used.</param>
    /// <returns>Null where the path leads nowhere.</returns>
    public static ImmutableArray<KernelStep>? Resolve(INamedTypeSymbol type, IPropertySymbol property, DiagnosticSink sink, Location location)
    {
        string path = property.GetKernelMember();
        if (path.Length == 0)
            return [];
        var steps = ImmutableArray.CreateBuilder<KernelStep>();
        INamedTypeSymbol? current = type;
        foreach (string name in path.Split('.'))
        {
            if (current is null || FindMember(current, name) is not { } member)
            {
                sink.Report(KernelDiagnostics.UnknownMember, location, (current ?? type).ToDisplayString(), name, path);
                return null;
            }

            steps.Add(new KernelStep(current, member));
            current = member.Type.IsKernelClass() ? (INamedTypeSymbol)member.Type : null;
        }

        return steps.ToImmutable();
    }

    /// <summary>The property of a class or one that it derives from that stands for a member: the member's own name goes first.</summary>
    public static IPropertySymbol? FindMember(INamedTypeSymbol type, string name)
    {
        IPropertySymbol? renamed = null;
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (IPropertySymbol property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property.GetKernelMember() != name || property.IsStatic || property.IsIndexer)
                    continue;
                if (property.Name == name)
                    return property;
                renamed ??= property;
            }
        }

        return renamed;
    }
}
