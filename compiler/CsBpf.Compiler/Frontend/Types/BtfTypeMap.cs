using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>Describes C# types as BTF, each once.</summary>
/// <param name="types">Where they are added.</param>
/// <param name="shapes">The shapes of the C# types.</param>
internal sealed class BtfTypeMap(BtfBuilder types, TypeShapes shapes)
{
    // bpftool writes these names into C headers: they must be words of C.
    private static readonly Dictionary<SpecialType, BtfInt> Integers = new()
    {
        [SpecialType.System_Boolean] = new("_Bool", 1, BtfIntEncoding.Bool),
        [SpecialType.System_SByte] = new("signed char", 1, BtfIntEncoding.Signed),
        [SpecialType.System_Byte] = new("unsigned char", 1, BtfIntEncoding.None),
        [SpecialType.System_Int16] = new("short", 2, BtfIntEncoding.Signed),
        [SpecialType.System_UInt16] = new("unsigned short", 2, BtfIntEncoding.None),
        [SpecialType.System_Char] = new("unsigned short", 2, BtfIntEncoding.None),
        [SpecialType.System_Int32] = new("int", 4, BtfIntEncoding.Signed),
        [SpecialType.System_UInt32] = new("unsigned int", 4, BtfIntEncoding.None),
        [SpecialType.System_Int64] = new("long long", 8, BtfIntEncoding.Signed),
        [SpecialType.System_UInt64] = new("unsigned long long", 8, BtfIntEncoding.None),
        [SpecialType.System_IntPtr] = new("long", 8, BtfIntEncoding.Signed),
        [SpecialType.System_UIntPtr] = new("unsigned long", 8, BtfIntEncoding.None),
    };

    private readonly Dictionary<BtfType, uint> _simple = [];
    private readonly Dictionary<ITypeSymbol, uint> _named = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, uint> _valuesOfEnums = [];

    /// <summary>Where the types are added.</summary>
    public BtfBuilder Types => types;

    /// <summary>The type of C characters.</summary>
    public uint Character => Simple(new BtfInt("char", 1, BtfIntEncoding.Signed));

    /// <summary>The type of indexes of arrays.</summary>
    public uint ArrayIndex => this[SpecialType.System_UInt32];

    /// <summary>The type of a primitive of C#.</summary>
    public uint this[SpecialType type] => Simple(Integers[type]);

    /// <summary>The type of a C# type that has a shape in memory; void for others.</summary>
    public uint this[ITypeSymbol type]
    {
        get
        {
            if (Integers.TryGetValue(type.SpecialType, out BtfInt? integer))
                return Simple(integer);
            if (_named.TryGetValue(type, out uint id))
                return id;
            TypeShape shape = shapes[type];
            return shape switch
            {
                { Kind: ShapeKind.Integer, Type: INamedTypeSymbol { TypeKind: TypeKind.Enum } symbol } => Enum(symbol),
                { IsAggregate: true } => Struct(shape),
                { Kind: ShapeKind.KernelAddress or ShapeKind.Reference } => Pointer(0),
                _ => 0,
            };
        }
    }

    /// <summary>A pointer to a type.</summary>
    public uint Pointer(uint target) => Simple(new BtfPointer(target));

    /// <summary>An array of a type.</summary>
    public uint Array(uint element, int length) => Simple(new BtfArray(element, ArrayIndex, (uint)length));

    /// <summary>A function's parameters and result.</summary>
    public uint Prototype(uint result, ImmutableArray<BtfParameter> parameters) => Simple(new BtfFunctionPrototype(result, parameters));

    /// <summary>An enum of the kernel of which one value is known.</summary>
    public uint KernelEnum(string name, string value, long number)
    {
        if (!_valuesOfEnums.TryGetValue(value, out uint id))
            _valuesOfEnums.Add(value, id = types.Add(new BtfEnum(name, sizeof(int), IsSigned: false, Is64Bit: false, [new(value, number)])));
        return id;
    }

    /// <summary>The values of an enum, in the order that they have in BTF.</summary>
    public static ImmutableArray<IFieldSymbol> EnumValues(INamedTypeSymbol type) =>
        [.. type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue)];

    private uint Simple(BtfType type)
    {
        if (!_simple.TryGetValue(type, out uint id))
            _simple.Add(type, id = types.Add(type));
        return id;
    }

    // An enum of the kernel has its name there, so that CO-RE finds it.
    private uint Enum(INamedTypeSymbol type)
    {
        TypeShape shape = shapes[type];
        KernelTypeBinding binding = type.GetKernelType();
        string name = BtfNames.Identifier(binding.Name);
        BtfEnumValue[] values =
        [
            .. EnumValues(type).Select(member => new BtfEnumValue(BtfNames.Identifier(member.Name), ConstantValues.ToInt64(member.ConstantValue) ?? 0)),
        ];
        uint id = types.Add(new BtfEnum(
            binding.IsTypedef ? "" : name, (uint)shape.Size, shape.IsSigned, Is64Bit: shape.Size == sizeof(long), [.. values]));
        if (binding.IsTypedef)
            id = types.Add(new BtfTypedef(name, id));
        _named.Add(type, id);
        return id;
    }

    private uint Struct(TypeShape shape)
    {
        // Reserved first: a struct may hold a pointer to itself.
        uint id = types.Reserve();
        _named.Add(shape.Type, id);
        StructLayout layout = shape.Layout!;
        ImmutableArray<BtfMember> members =
            [.. layout.Fields.OrderBy(field => field.Offset).Select(field => new BtfMember(BtfNames.Identifier(field.Name), MemberType(field), (uint)field.Offset * 8))];
        types.Set(id, new BtfStruct(StructName(shape.Type), (uint)layout.Size, members));
        return id;

        uint MemberType(LayoutField field) => field.Shape.Kind == ShapeKind.Reference ? Pointer(0)
            : shape.Elements is { Count: var count } ? Array(this[field.Shape.Type], count)
            : field is { Symbol.IsFixedSizeBuffer: true, Shape.Elements: { } buffer } ? Array(this[buffer.Shape.Type], buffer.Count)
            : this[field.Shape.Type];
    }

    private static string StructName(ITypeSymbol type) => type is INamedTypeSymbol known && known.IsKernelField()
        ? known.GetKernelType().Name
        : BtfNames.Identifier(type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
}
