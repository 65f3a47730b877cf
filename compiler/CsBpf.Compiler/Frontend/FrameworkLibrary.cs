using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>The members of .NET's types that the library has in C#: the methods of its classes with <c>[MembersOf]</c>.</summary>
internal sealed class FrameworkLibrary
{
    private const string Namespace = "CsBpf.Library";
    private const string Constructor = "Create";

    private static readonly SymbolDisplayFormat FullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private readonly Dictionary<string, IMethodSymbol> _methods = [];

    /// <summary>Finds them in a compilation that has the sources of the library.</summary>
    public FrameworkLibrary(Compilation compilation)
    {
        INamespaceSymbol? library = compilation.Assembly.GlobalNamespace;
        foreach (string part in Namespace.Split('.'))
            library = library?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
        foreach (INamedTypeSymbol type in library?.GetTypeMembers() ?? [])
        {
            if (type.Find("MembersOf")?.Argument<INamedTypeSymbol>(0) is not { } framework)
                continue;
            foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>().Where(method => method.DeclaredAccessibility == Accessibility.Public))
                _methods[Key(framework, method.Name, method.Parameters.Select(parameter => parameter.Type))] = method;
        }
    }

    /// <summary>What takes the place of a method, accessor, operator or constructor of .NET; null for others.</summary>
    /// <param name="member">The member.</param>
    /// <param name="types">The types that stand for type parameters of the code that names it.</param>
    public IMethodSymbol? Find(IMethodSymbol member, TypeArguments types)
    {
        if (!member.DeclaringSyntaxReferences.IsEmpty || member.ContainingType is not { } type)
            return null;
        IMethodSymbol definition = member.OriginalDefinition;
        string name = definition.MethodKind switch
        {
            MethodKind.Constructor => Constructor,
            MethodKind.PropertyGet => definition.AssociatedSymbol!.Name,
            _ => definition.Name,
        };
        IEnumerable<ITypeSymbol> parameters = definition.Parameters.Select(parameter => parameter.Type);
        if (!definition.IsStatic && definition.MethodKind != MethodKind.Constructor)
            parameters = parameters.Prepend(definition.ContainingType);
        // Without a comparer, or with that of the type, which is the only one that a program has.
        ITypeSymbol[] given = [.. parameters.Where(parameter => parameter.Name is not (nameof(IEqualityComparer<>) or nameof(IComparer<>)))];
        IMethodSymbol? found = _methods.GetValueOrDefault(Key(type, name, given))
            ?? _methods.GetValueOrDefault(Key(type, name, given).Replace("System.Span<", "System.ReadOnlySpan<", StringComparison.Ordinal));
        if (found is not { IsGenericMethod: true })
            return found;
        ITypeSymbol[] arguments = [.. member.TypeArguments.Select(types.Substitute)];
        return found.TypeParameters.Zip(arguments).All(pair => IsNumber(pair.Second) || !pair.First.ConstraintTypes.Any(IsOfNumbers))
            ? found.Construct(arguments)
            : null;
    }

    /// <summary>What takes the place of a static field of .NET; null for others.</summary>
    public IMethodSymbol? Find(IFieldSymbol field) =>
        field.DeclaringSyntaxReferences.IsEmpty && field.IsStatic ? _methods.GetValueOrDefault(Key(field.ContainingType, field.Name, [])) : null;

    private static bool IsOfNumbers(ITypeSymbol constraint) => constraint.ContainingNamespace?.ToDisplayString() == "System.Numerics";

    private static bool IsNumber(ITypeSymbol type) => type.AllInterfaces.Any(IsOfNumbers);

    private static string Key(INamedTypeSymbol type, string name, IEnumerable<ITypeSymbol> parameters) =>
        $"{type.OriginalDefinition.ToDisplayString(FullName)}.{name}({string.Join(", ", parameters.Select(parameter => parameter.ToDisplayString(FullName)))})";
}
