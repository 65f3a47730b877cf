using System.Collections.Frozen;
using CsBpf.Compiler.Frontend;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Skeleton;

/// <summary>The names that the generated half of a BPF object's class takes, so that the other half can't.</summary>
internal static class SkeletonNames
{
    /// <summary>The class of the object before it is loaded.</summary>
    public const string OpenedObject = nameof(OpenedObject);

    /// <summary>The struct of the programs.</summary>
    public const string LoadedPrograms = nameof(LoadedPrograms);

    /// <summary>The struct of the global variables.</summary>
    public const string LiveGlobals = nameof(LiveGlobals);

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal, OpenedObject, LoadedPrograms, LiveGlobals, "Programs", "Globals", "LoadedObject", "_loadedObject");

    // Methods of these names are others than those that are generated, where they have other parameters.
    private static readonly FrozenSet<string> MethodNames = FrozenSet.Create(StringComparer.Ordinal, "Open", "Load", "Dispose");

    // Global variables are members of the class of the opened object, too.
    private static readonly FrozenSet<string> OpenedNames = FrozenSet.Create(StringComparer.Ordinal, "Spec", "Load");

    /// <summary>The members of the written half that can't be beside those of the generated one.</summary>
    public static IEnumerable<ISymbol> FindTaken(BpfObjectClass objectClass) =>
        objectClass.Symbol.GetMembers().Where(member => !member.IsImplicitlyDeclared && IsTaken(member) && IsWritten(member))
            .Concat(objectClass.Globals.Select(global => global.Member).Where(member => OpenedNames.Contains(member.Name)))
            .Distinct(SymbolEqualityComparer.Default);

    private static bool IsTaken(ISymbol member) => Names.Contains(member.Name) || (MethodNames.Contains(member.Name) && member switch
    {
        IMethodSymbol { Parameters: [] } => member.Name == nameof(IDisposable.Dispose),
        IMethodSymbol => false,
        _ => true,
    });

    private static bool IsWritten(ISymbol member) => member.DeclaringSyntaxReferences.All(reference =>
        !reference.SyntaxTree.FilePath.EndsWith(SkeletonGenerator.FileEnd, StringComparison.Ordinal));
}
