using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Binding;

/// <summary>Reads attributes of the language from symbols. What can't be read, because the C# has errors, is not there.</summary>
internal static class AttributeReader
{
    private const string LanguageNamespace = "CsBpf";

    /// <summary>The attribute of this class name (without "Attribute") on a symbol itself.</summary>
    public static AttributeData? Find(this ISymbol symbol, string name)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.IsLanguageAttribute(name))
                return attribute;
        }

        return null;
    }

    /// <summary>True for an attribute of the language of this class name (without "Attribute").</summary>
    public static bool IsLanguageAttribute(this AttributeData attribute, string name) => attribute.AttributeClass?.IsLanguageAttribute(name) ?? false;

    /// <summary>The attribute on a class or on one that it derives from.</summary>
    public static AttributeData? FindInherited(this INamedTypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Find(name) is { } attribute)
                return attribute;
        }

        return null;
    }

    /// <summary>True where a symbol has the attribute.</summary>
    public static bool Has(this ISymbol symbol, string name) => symbol.Find(name) is not null;

    /// <summary>A positional argument.</summary>
    public static T? Argument<T>(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? Read<T>(attribute.ConstructorArguments[index]) : default;

    /// <summary>A named argument.</summary>
    public static T? Named<T>(this AttributeData attribute, string name)
    {
        foreach ((string key, TypedConstant value) in attribute.NamedArguments)
        {
            if (key == name)
                return Read<T>(value);
        }

        return default;
    }

    /// <summary>A positional argument of an enum of the language, by the name of its member: the two sides share names, not numbers.</summary>
    public static T? EnumArgument<T>(this AttributeData attribute, int index)
        where T : struct, Enum =>
        attribute.EnumMember(index) is { } member && Enum.TryParse(member.Name, out T result) ? result : null;

    /// <summary>The member that a positional argument of an enum is; null for other arguments.</summary>
    public static IFieldSymbol? EnumMember(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length
        && attribute.ConstructorArguments[index] is { Kind: TypedConstantKind.Enum, Type: { } type, Value: { } value }
            ? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && value.Equals(field.ConstantValue))
            : null;

    private static T? Read<T>(TypedConstant constant) =>
        constant.Kind is not (TypedConstantKind.Array or TypedConstantKind.Error) && constant.Value is T value ? value : default;

    private static bool IsLanguageAttribute(this INamedTypeSymbol type, string name) =>
        type.Name.Length == name.Length + nameof(Attribute).Length
        && type.Name.StartsWith(name, StringComparison.Ordinal)
        && type.Name.EndsWith(nameof(Attribute), StringComparison.Ordinal)
        && type.ContainingNamespace is { Name: LanguageNamespace, ContainingNamespace.IsGlobalNamespace: true };
}
