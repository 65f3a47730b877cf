using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>Where in the context of an iterator a parameter is.</summary>
/// <param name="Steps">The steps from the context to the member.</param>
/// <param name="IsBehindAddress">True where the member is the address of what the parameter stands for: of a map's key or value.</param>
internal sealed record IteratorParameter(ImmutableArray<KernelStep> Steps, bool IsBehindAddress)
{
    /// <summary>
    /// Whether what the member leads to may be missing: the objects are, when the kernel calls an iterator once more because it is through.
    /// </summary>
    public bool MayBeMissing => Steps is [{ Member: var member }] && member.Name != IteratorParameters.MetaMember && member.Type.IsKernelClass();
}

/// <summary>Finds the parameters of an iterator in its context: kernel objects by their types, what else there is by its name.</summary>
internal static class IteratorParameters
{
    // Every context of the kernel's iterators begins with what it tells about the run.
    public const string MetaMember = "meta";

    /// <summary>The iterator that a method's parameters decide: the one whose context has most of them, and least besides.</summary>
    public static IteratorBinding? FindTarget(IMethodSymbol method) =>
        method.Parameters
            .Select(parameter => parameter.Type.ContainingAssembly)
            .Append(method.ContainingAssembly)
            .OfType<IAssemblySymbol>()
            .Distinct<IAssemblySymbol>(SymbolEqualityComparer.Default)
            .SelectMany(assembly => assembly.GetIterators())
            .Where(iterator => method.Parameters.Any(parameter => IsShown(iterator.Context, parameter)))
            .OrderByDescending(iterator => method.Parameters.Count(parameter => Find(iterator.Context, parameter) is not null))
            .ThenBy(iterator => Members(iterator.Context).Count())
            .FirstOrDefault();

    /// <summary>Where in a context a parameter is; null where it is not there.</summary>
    public static IteratorParameter? Find(INamedTypeSymbol context, IParameterSymbol parameter)
    {
        if (!parameter.Type.IsKernelClass())
            return FindNamed(context, parameter);
        if (FindObject(context, parameter.Type) is { } member)
            return new([new KernelStep(context, member)], IsBehindAddress: false);
        return KernelPath.FindMember(context, MetaMember) is { Type: INamedTypeSymbol metaType } meta && FindObject(metaType, parameter.Type) is { } inner
            ? new([new KernelStep(context, meta), new KernelStep(metaType, inner)], IsBehindAddress: false)
            : null;
    }

    private static IteratorParameter? FindNamed(INamedTypeSymbol context, IParameterSymbol parameter)
    {
        if (Members(context).FirstOrDefault(member => member.GetKernelMember() == parameter.Name) is not { } member || member.Type.IsKernelClass())
            return null;
        bool isAddress = member.Type.SpecialType is SpecialType.System_UIntPtr;
        return isAddress || SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type)
            ? new([new KernelStep(context, member)], isAddress)
            : null;
    }

    // What tells about the run decides nothing.
    private static bool IsShown(INamedTypeSymbol context, IParameterSymbol parameter) =>
        parameter.Type.IsKernelClass() && FindObject(context, parameter.Type) is { } member && member.GetKernelMember() != MetaMember;

    private static IPropertySymbol? FindObject(INamedTypeSymbol container, ITypeSymbol type)
    {
        KernelTypeBinding binding = ((INamedTypeSymbol)type).GetKernelType();
        return Members(container).FirstOrDefault(property =>
            property.Type is INamedTypeSymbol candidate && candidate.IsKernelClass() && candidate.GetKernelType() == binding
            && property.GetKernelMember() is { Length: > 0 } path && !path.Contains('.', StringComparison.Ordinal));
    }

    private static IEnumerable<IPropertySymbol> Members(INamedTypeSymbol container)
    {
        for (INamedTypeSymbol? current = container; current is not null; current = current.BaseType)
        {
            foreach (IPropertySymbol member in current.GetMembers().OfType<IPropertySymbol>())
                yield return member;
        }
    }
}
