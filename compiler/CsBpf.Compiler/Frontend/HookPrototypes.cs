using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>What the kernel types of a project say about hooks: of a tracepoint a delegate type, of a function the methods of its name.</summary>
internal static class HookPrototypes
{
    /// <summary>The prototypes of a hook; none where the kernel types don't know it.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="name">The name of the delegate type, or of a class and of its method.</param>
    public static ImmutableArray<IMethodSymbol> Find(Compilation compilation, string name) =>
        ClassOf(compilation, name) is { } type ? [.. type.GetMembers(LastPart(name)).OfType<IMethodSymbol>()]
        : compilation.GetTypeByMetadataName(name)?.DelegateInvokeMethod is { } invoke ? [invoke]
        : [];

    /// <summary>True where a name is that of a function, known or not.</summary>
    public static bool IsFunction(Compilation compilation, string name) => ClassOf(compilation, name) is not null;

    /// <summary>True where the prototype says what the registers hold: those of user space it knows nothing about.</summary>
    public static bool IsCheckable([NotNullWhen(true)] IMethodSymbol? prototype, HookRegisters? registers) =>
        prototype is not null && registers is not { IsBehindFirstArgument: true };

    /// <summary>The name of a prototype for people.</summary>
    public static string Name(IMethodSymbol prototype) =>
        prototype.MethodKind == MethodKind.DelegateInvoke ? prototype.ContainingType.Name : $"{prototype.ContainingType.Name}.{prototype.Name}";

    /// <summary>What is behind the last dot.</summary>
    public static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static INamedTypeSymbol? ClassOf(Compilation compilation, string name) =>
        compilation.GetTypeByMetadataName(name[..Math.Max(0, name.LastIndexOf('.'))]);
}
