using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>Says of each C# type what its values are in a BPF program.</summary>
internal sealed class TypeShapes
{
    private static readonly Dictionary<SpecialType, (MemorySize Size, bool IsSigned)> Integers = new()
    {
        [SpecialType.System_SByte] = (MemorySize.Byte, true),
        [SpecialType.System_Byte] = (MemorySize.Byte, false),
        [SpecialType.System_Int16] = (MemorySize.Half, true),
        [SpecialType.System_UInt16] = (MemorySize.Half, false),
        [SpecialType.System_Char] = (MemorySize.Half, false),
        [SpecialType.System_Int32] = (MemorySize.Word, true),
        [SpecialType.System_UInt32] = (MemorySize.Word, false),
        [SpecialType.System_Int64] = (MemorySize.DoubleWord, true),
        [SpecialType.System_UInt64] = (MemorySize.DoubleWord, false),
        [SpecialType.System_IntPtr] = (MemorySize.DoubleWord, true),
        [SpecialType.System_UIntPtr] = (MemorySize.DoubleWord, false),
    };

    private readonly Dictionary<ITypeSymbol, TypeShape> _shapes;
    private readonly StructLayoutBuilder _layouts;
    private readonly SpanShapes _spans;
    private readonly PointerShapes _pointers;
    private readonly IndexShapes _indexes;
    private readonly TypeArguments _arguments;

    /// <summary>The shapes of the types of a compilation.</summary>
    public TypeShapes(Compilation compilation)
    {
        Compilation = compilation;
        _shapes = new(SymbolEqualityComparer.Default);
        _layouts = new StructLayoutBuilder(this);
        _spans = new SpanShapes(this);
        _pointers = new PointerShapes(this);
        _indexes = new IndexShapes(this);
        _arguments = TypeArguments.None;
        SharedBytes = new SharedBytes(this);
    }

    private TypeShapes(TypeShapes shared, TypeArguments arguments)
    {
        Compilation = shared.Compilation;
        _shapes = shared._shapes;
        _layouts = shared._layouts;
        _spans = shared._spans;
        _pointers = shared._pointers;
        _indexes = shared._indexes;
        _arguments = arguments;
        SharedBytes = shared.SharedBytes;
    }

    /// <summary>Where the types come from.</summary>
    public Compilation Compilation { get; }

    /// <summary>What lies in fields that share bytes.</summary>
    public SharedBytes SharedBytes { get; }

    /// <summary>The shape of <see cref="bool"/>.</summary>
    public TypeShape Boolean => this[Compilation.GetSpecialType(SpecialType.System_Boolean)];

    /// <summary>The shape of <see cref="byte"/>.</summary>
    public TypeShape Byte => this[Compilation.GetSpecialType(SpecialType.System_Byte)];

    /// <summary>The shape of <see cref="int"/>.</summary>
    public TypeShape Int32 => this[Compilation.GetSpecialType(SpecialType.System_Int32)];

    /// <summary>The shape of <see cref="long"/>.</summary>
    public TypeShape Int64 => this[Compilation.GetSpecialType(SpecialType.System_Int64)];

    /// <summary>The shape of a type.</summary>
    public TypeShape this[ITypeSymbol type]
    {
        get
        {
            type = type is IPointerTypeSymbol { PointedAtType: var target }
                ? Compilation.CreatePointerTypeSymbol(_arguments.Substitute(target))
                : _arguments.Substitute(type);
            if (!_shapes.TryGetValue(type, out TypeShape? shape))
                _shapes[type] = shape = TupleNames.Remove(type) is var unnamed && SymbolEqualityComparer.Default.Equals(unnamed, type) ? Classify(type) : this[unnamed];
            return shape;
        }
    }

    /// <summary>The same shapes, for code whose type parameters stand for these types.</summary>
    public TypeShapes With(TypeArguments arguments) => new(this, arguments);

    private TypeShape Classify(ITypeSymbol type)
    {
        if (Integers.TryGetValue(type.SpecialType, out (MemorySize Size, bool IsSigned) integer))
            return Integer(type, integer);
        if (type.SpecialType == SpecialType.System_Void)
            return new TypeShape(ShapeKind.Void, type);
        if (type.SpecialType == SpecialType.System_Boolean)
            return new TypeShape(ShapeKind.Boolean, type) { IrType = IrType.Bool, Access = new MemoryAccess(MemorySize.Byte) };
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } && Integers.TryGetValue(underlying.SpecialType, out integer))
            return Integer(type, integer);
        if (type is IPointerTypeSymbol pointer)
            return _pointers.Of(pointer);
        if (type.GetMapType() is not null)
            return new TypeShape(ShapeKind.Map, type);
        if (Utf8Lowering.IsHandler(type) && LibrarySources.FindWriter(Compilation) is { } writer)
            return this[writer];
        if (type.IsFormatText())
            return new TypeShape(ShapeKind.FormatText, type);
        if (type.GetProgramContext() is not null)
            return Reference(type);
        return type.GetKernelReference() switch
        {
            KernelReferenceKind.Array or KernelReferenceKind.PointerArray => new TypeShape(ShapeKind.KernelArray, type),
            not null => new TypeShape(ShapeKind.KernelAddress, type) { IrType = IrType.KernelPointer, Access = new MemoryAccess(MemorySize.DoubleWord) },
            null => type is INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None or SpecialType.System_Nullable_T } named && !IsBuiltIn(type)
                ? _spans.Find(named) ?? _indexes.Find(named) ?? TimeSpanShape.Find(named, this) ?? _layouts.Build(named)
                : Unsupported(type),
        };
    }

    /// <summary>The shape of an address of the program's memory, or of its context.</summary>
    public static TypeShape Reference(ITypeSymbol type) =>
        new(ShapeKind.Reference, type) { IrType = IrType.Pointer, Access = new MemoryAccess(MemorySize.DoubleWord) };

    /// <summary>The shape of the address of a constant text: what a condition decides between.</summary>
    public static TypeShape Text(ITypeSymbol type) =>
        new(ShapeKind.KernelAddress, type) { IrType = IrType.KernelPointer, Access = new MemoryAccess(MemorySize.DoubleWord) };

    private static TypeShape Integer(ITypeSymbol type, (MemorySize Size, bool IsSigned) integer) => new(ShapeKind.Integer, type)
    {
        IrType = integer.Size == MemorySize.DoubleWord ? IrType.I64 : IrType.I32,
        Access = new MemoryAccess(integer.Size, integer.IsSigned),
    };

    // Numeric structs of the libraries that people expect to be numbers deserve their own words.
    private static bool IsBuiltIn(ITypeSymbol type) =>
        type.Name is "Half" or "Int128" or "UInt128" && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>The shape of a type that programs can't have.</summary>
    public static TypeShape Unsupported(ITypeSymbol type)
    {
        DiagnosticDescriptor descriptor = type switch
        {
            { SpecialType: SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal } or { Name: "Half" } => TypeDiagnostics.FloatingPoint,
            { SpecialType: SpecialType.System_String } => TypeDiagnostics.RuntimeString,
            { Name: "Int128" or "UInt128", IsValueType: true } => TypeDiagnostics.WideInteger,
            { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } => TypeDiagnostics.Pointer,
            { TypeKind: TypeKind.Array } => TypeDiagnostics.Array,
            { TypeKind: TypeKind.Delegate } => LanguageDiagnostics.Delegate,
            { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Dynamic } => TypeDiagnostics.HeapType,
            _ => TypeDiagnostics.Other,
        };
        return new TypeShape(ShapeKind.Unsupported, type) { Problem = new(descriptor, type.ToDisplayString(), descriptor == TypeDiagnostics.HeapType ? Alternatives.OfType(type) : Alternatives.OfValue(type)) };
    }
}
