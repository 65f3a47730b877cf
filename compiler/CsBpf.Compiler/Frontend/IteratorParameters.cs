using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>Finds the parameters of an iterator in its context, by their types.</summary>
internal static class IteratorParameters
{
    // Every context of the kernel's iterators begins with what it tells about the run.
    private const string MetaMember = "meta";

    /// <summary>The iterator that a method's parameters decide: the one whose context has most of them.</summary>
    public static (string Target, INamedTypeSymbol Context)? FindTarget(IMethodSymbol method) =>
        method.Parameters
            .Select(parameter => parameter.Type.GetIteratorTarget())
            .OfType<(string Target, INamedTypeSymbol Context)>()
            .OrderByDescending(target => method.Parameters.Count(parameter => Find(target.Context, parameter.Type) is not null))
            .Select(target => ((string, INamedTypeSymbol)?)target)
            .FirstOrDefault();

    /// <summary>The steps from the context to an object of the kernel type that a class stands for; null where the context has none.</summary>
    public static ImmutableArray<KernelStep>? Find(INamedTypeSymbol context, ITypeSymbol type)
    {
        if (!type.IsKernelClass())
            return null;
        if (FindMember(context, type) is { } member)
            return [new KernelStep(context, member)];
        return KernelPath.FindMember(context, MetaMember) is { Type: INamedTypeSymbol metaType } meta && FindMember(metaType, type) is { } inner
            ? [new KernelStep(context, meta), new KernelStep(metaType, inner)]
            : null;
    }

    /// <summary>
    /// Whether what the steps lead to may be missing: the objects are, when the kernel calls an iterator once more because it is through.
    /// </summary>
    public static bool MayBeMissing(ImmutableArray<KernelStep> steps) => steps is [{ Member.Name: not MetaMember }];

    private static IPropertySymbol? FindMember(INamedTypeSymbol container, ITypeSymbol type)
    {
        KernelTypeBinding binding = ((INamedTypeSymbol)type).GetKernelType();
        for (INamedTypeSymbol? current = container; current is not null; current = current.BaseType)
        {
            IPropertySymbol? member = current.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property =>
                property.Type is INamedTypeSymbol candidate && candidate.IsKernelClass() && candidate.GetKernelType() == binding
                && property.GetKernelMember() is { Length: > 0 } path && !path.Contains('.', StringComparison.Ordinal));
            if (member is not null)
                return member;
        }

        return null;
    }
}
