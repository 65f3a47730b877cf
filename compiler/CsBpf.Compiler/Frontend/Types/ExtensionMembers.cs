using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>The members of <c>extension</c> blocks: methods that have what they are called on as their first parameter.</summary>
internal static class ExtensionMembers
{
    /// <summary>The parameter of the block that a member is called on; null for other members, and for static ones.</summary>
    public static IParameterSymbol? ReceiverOf(ISymbol member) =>
        member is { IsStatic: false, ContainingType: { IsExtension: true, ExtensionParameter: { } parameter } } ? parameter : null;

    /// <summary>The parameters of a method, that of its block before its own.</summary>
    public static ImmutableArray<IParameterSymbol> ParametersOf(IMethodSymbol method) =>
        ReceiverOf(method) is { } receiver ? [receiver, .. method.Parameters] : method.Parameters;
}
