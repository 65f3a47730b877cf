using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>What a struct's declaration says about its layout, in source or in a referenced assembly.</summary>
internal sealed class DeclaredLayout
{
    private const int DefaultPack = 8;

    private readonly Func<IFieldSymbol, int> _offset;

    private DeclaredLayout(LayoutKind kind, int pack, int size, Func<IFieldSymbol, int> offset)
    {
        IsExplicit = kind == LayoutKind.Explicit;
        IsAuto = kind == LayoutKind.Auto;
        Pack = pack is 1 or 2 or 4 ? pack : DefaultPack;
        Size = size;
        _offset = offset;
    }

    /// <summary>True where each field says its offset.</summary>
    public bool IsExplicit { get; }

    /// <summary>True where the CLR may choose the order.</summary>
    public bool IsAuto { get; }

    /// <summary>The largest alignment of a field.</summary>
    public int Pack { get; }

    /// <summary>The least size; 0 where nothing is said.</summary>
    public int Size { get; }

    /// <summary>The layout that a struct declares.</summary>
    public static DeclaredLayout Of(INamedTypeSymbol type)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        return definition.DeclaringSyntaxReferences.IsEmpty ? OfMetadata(definition) : OfSource(definition);
    }

    /// <summary>The offset of a field of a struct with explicit layout.</summary>
    public int OffsetOf(IFieldSymbol field) => _offset(field.OriginalDefinition);

    private static DeclaredLayout OfSource(INamedTypeSymbol type)
    {
        AttributeData? attribute = Find(type, nameof(StructLayoutAttribute));
        // Without the attribute C# declares a struct sequential.
        int kind = attribute is { ConstructorArguments: [{ Value: { } value }] } ? Convert.ToInt32(value, null) : (int)LayoutKind.Sequential;
        return new DeclaredLayout((LayoutKind)kind, Named(nameof(StructLayoutAttribute.Pack)), Named(nameof(StructLayoutAttribute.Size)), field =>
            Find(field, nameof(FieldOffsetAttribute)) is { ConstructorArguments: [{ Value: int offset }] } ? Math.Max(offset, 0) : 0);

        int Named(string name) => attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as int? ?? 0;
    }

    // Roslyn hides these attributes of referenced assemblies: they are flags and tables of the metadata.
    private static DeclaredLayout OfMetadata(INamedTypeSymbol type)
    {
        MetadataReader? reader = type.ContainingModule?.GetMetadata()?.GetMetadataReader();
        if (reader is null || MetadataTokens.EntityHandle(type.MetadataToken) is not { Kind: HandleKind.TypeDefinition } handle)
            return new DeclaredLayout(LayoutKind.Auto, 0, 0, _ => 0);
        TypeDefinition definition = reader.GetTypeDefinition((TypeDefinitionHandle)handle);
        System.Reflection.Metadata.TypeLayout layout = definition.GetLayout();
        LayoutKind kind = (definition.Attributes & TypeAttributes.LayoutMask) switch
        {
            TypeAttributes.ExplicitLayout => LayoutKind.Explicit,
            TypeAttributes.SequentialLayout => LayoutKind.Sequential,
            _ => LayoutKind.Auto,
        };
        return new DeclaredLayout(kind, layout.PackingSize, layout.Size, field =>
            Math.Max(reader.GetFieldDefinition((FieldDefinitionHandle)MetadataTokens.EntityHandle(field.MetadataToken)).GetOffset(), 0));
    }

    private static AttributeData? Find(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(attribute =>
        attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace?.ToDisplayString() == "System.Runtime.InteropServices");
}
