using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>A [BpfObject] class as its declarations say, whatever is in the bodies: what the object and the skeleton are made from.</summary>
/// <param name="Symbol">The class.</param>
/// <param name="License">The license that the kernel is told.</param>
/// <param name="Maps">The fields that become maps, in the order of declaration; then those of the classes that it inherits from.</param>
/// <param name="Globals">The fields that become global variables.</param>
/// <param name="Programs">The methods with a program attribute.</param>
internal sealed record BpfObjectClass(
    INamedTypeSymbol Symbol,
    string License,
    ImmutableArray<MapField> Maps,
    ImmutableArray<GlobalField> Globals,
    ImmutableArray<ProgramMethod> Programs)
{
    private const string DefaultLicense = "GPL";

    /// <summary>The [BpfObject] classes of a compilation's sources, in the order of their names.</summary>
    public static ImmutableArray<BpfObjectClass> Discover(Compilation compilation) =>
        [.. Types(compilation.Assembly.GlobalNamespace)
            .Where(type => type.Has("BpfObject"))
            .OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal)
            .Select(Create)];

    /// <summary>True for the class, and for those with source that it inherits from: its instance is one of theirs.</summary>
    public bool IsOrInherits(ITypeSymbol type) => Bases.Any(own => SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, type.OriginalDefinition));

    /// <summary>What a method or property of the instance is, where the class overrides it.</summary>
    public T FindOverride<T>(T member)
        where T : class, ISymbol =>
        Bases.SelectMany(type => type.GetMembers().OfType<T>()).FirstOrDefault(candidate => IsOrOverrides(candidate, member)) ?? member;

    private static bool IsOrOverrides(ISymbol candidate, ISymbol member)
    {
        for (ISymbol? symbol = candidate; symbol is not null; symbol = symbol is IMethodSymbol method ? method.OverriddenMethod : (symbol as IPropertySymbol)?.OverriddenProperty)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>The class and those with source that it inherits from, up to the first.</summary>
    private IEnumerable<INamedTypeSymbol> Bases => WithBases(Symbol);

    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol; type is { DeclaringSyntaxReferences.IsEmpty: false }; type = type.BaseType)
            yield return type;
    }

    private static BpfObjectClass Create(INamedTypeSymbol type)
    {
        IFieldSymbol[] fields = [.. type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsConst && IsDeclared(field))];
        return new BpfObjectClass(
            type,
            type.Find("BpfObject")?.Named<string>("License") ?? DefaultLicense,
            [.. fields.Concat(InheritedFields(type)).Where(field => field.Type.GetMapType() is not null).Select(MapField.Create)],
            [.. fields.Where(IsGlobal).Select(field => new GlobalField(field))],
            [.. type.GetMembers().OfType<IMethodSymbol>().Select(ProgramMethod.Create).OfType<ProgramMethod>()]);
    }

    // What is private there, the skeleton can't reach.
    private static IEnumerable<IFieldSymbol> InheritedFields(INamedTypeSymbol type) =>
        WithBases(type).Skip(1).SelectMany(@base => @base.GetMembers().OfType<IFieldSymbol>()).Where(field => field.DeclaredAccessibility != Accessibility.Private);

    // Tables and texts that nothing changes are constants of the programs.
    private static bool IsGlobal(IFieldSymbol field) =>
        field.Type.GetMapType() is null && !Lowering.TableLowering.IsTable(field) && !ConstantTexts.IsText(field);

    // A property of user space alone may hold what it likes.
    private static bool IsDeclared(IFieldSymbol field) =>
        !field.IsImplicitlyDeclared || field is { AssociatedSymbol: IPropertySymbol, Type.IsUnmanagedType: true };

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
                yield return type;
            foreach (INamedTypeSymbol inner in Types(member))
                yield return inner;
        }
    }
}

/// <summary>A field that becomes a map.</summary>
/// <param name="Field">The field.</param>
/// <param name="MapType">The kernel's number of the map type.</param>
/// <param name="Key">The type of a key; null where the map has none.</param>
/// <param name="Value">The type of a value; null where the map has none.</param>
/// <param name="Event">The type of an event; null where the map has none.</param>
internal sealed record MapField(IFieldSymbol Field, int MapType, ITypeSymbol? Key, ITypeSymbol? Value, ITypeSymbol? Event)
{
    private const string KeyParameter = "TKey";
    private const string ValueParameter = "TValue";
    private const string EventParameter = "TEvent";

    /// <summary>The name in the object.</summary>
    public string Name => Types.BtfNames.Identifier(Field.Name);

    /// <summary>Reads what a field's type says.</summary>
    public static MapField Create(IFieldSymbol field)
    {
        var type = (INamedTypeSymbol)field.Type;
        return new MapField(field, type.GetMapType() ?? 0, KeyType(type), ValueType(type), Argument(type, EventParameter));
    }

    /// <summary>The type of the keys of a map class; null where it has none.</summary>
    public static ITypeSymbol? KeyType(INamedTypeSymbol type) => type.GetMapKey() ?? Argument(type, KeyParameter);

    /// <summary>The type of the values of a map class; null where it has none.</summary>
    public static ITypeSymbol? ValueType(INamedTypeSymbol type) => Argument(type, ValueParameter) ?? type.GetMapValue();

    private static ITypeSymbol? Argument(INamedTypeSymbol type, string name) =>
        type.TypeParameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter ? type.TypeArguments[parameter.Ordinal] : null;
}

/// <summary>A field that becomes a global variable.</summary>
/// <param name="Field">The field; of a property without accessors of its own, the one that C# makes for it.</param>
internal sealed record GlobalField(IFieldSymbol Field)
{
    /// <summary>The name in the object.</summary>
    public string Name => NameOf(Field);

    /// <summary>What is declared: the field or the property.</summary>
    public ISymbol Member => MemberOf(Field);

    /// <summary>True where it is constant from load on, and user space may set it before.</summary>
    public bool IsReadOnly => Field.IsReadOnly;

    /// <summary>True for a spin lock, which the kernel has for itself.</summary>
    public static bool IsLock(ITypeSymbol type) => type is INamedTypeSymbol named && named.IsKernelField() && named.GetKernelType().Name == "bpf_spin_lock";

    /// <summary>What declares a field: itself, or a property.</summary>
    public static ISymbol MemberOf(IFieldSymbol field) => field.AssociatedSymbol ?? field;

    /// <summary>The name of a field in the object.</summary>
    public static string NameOf(IFieldSymbol field) => Types.BtfNames.Identifier(MemberOf(field).Name);
}

/// <summary>A method that becomes a program.</summary>
/// <param name="Method">The method.</param>
/// <param name="Attribute">Its program attribute, the first where it has several.</param>
/// <param name="Section">The ELF section; for iterators with the target that the parameters decide, null where they decide none.</param>
/// <param name="FaultValue">What the program returns when it faults.</param>
internal sealed record ProgramMethod(IMethodSymbol Method, AttributeData Attribute, string? Section, long FaultValue)
{
    private const string TargetPlaceholder = "{target}";
    private const string NamePlaceholder = "{name}";

    /// <summary>The name in the object.</summary>
    public string Name => Types.BtfNames.Identifier(Method.Name);

    /// <summary>Of an iterator: the kind of objects and the class of the context.</summary>
    public IteratorBinding? Iterator { get; private init; }

    /// <summary>The class of the context; null where the parameters say what it holds.</summary>
    public INamedTypeSymbol? Context => Attribute.GetContextClass();

    /// <summary>What the program attaches to by its attribute's first argument; empty where that says nothing.</summary>
    public string TargetName => NameOf(Attribute);

    /// <summary>What the program gets arguments from; null where it gets none.</summary>
    public HookBinding? Hook => Attribute.GetHook() is { } hook
        ? hook with { Arguments = hook.Arguments?.Replace(NamePlaceholder, TargetName, StringComparison.Ordinal) }
        : null;

    /// <summary>The kernel class of the record that is the context, by its name; null where the context is another.</summary>
    public string? RecordType => Attribute.GetRecordType();

    /// <summary>The results that the kernel takes; null where it takes all.</summary>
    public ResultRange? Results => Attribute.GetLargestResult() is { } largest
        ? new(Math.Max(Attribute.GetSmallestResult(), Attribute.FindHook(0)?.SmallestResult ?? int.MinValue), largest)
        : null;

    /// <summary>The enum that the programs' results are of; null where they are numbers.</summary>
    public ITypeSymbol? Verdict => Attribute.GetVerdict();

    /// <summary>True where the kernel looks at 64 bits of the result.</summary>
    public bool HasWideResult => Attribute.HasWideResult();

    /// <summary>True where the parameters decide what the program iterates over.</summary>
    public bool IsIterator => Attribute.GetProgramSection()!.Contains(TargetPlaceholder, StringComparison.Ordinal);

    /// <summary>Reads what a method's attribute and parameters say; null for methods that are no program.</summary>
    public static ProgramMethod? Create(IMethodSymbol method)
    {
        if (ProgramAttributes(method).FirstOrDefault() is not { } attribute)
            return null;
        // What names nothing to attach to has no slash, either.
        string section = attribute.GetProgramSection()!.Replace(NamePlaceholder, NameOf(attribute), StringComparison.Ordinal).TrimEnd('/');
        IteratorBinding? iterator = IteratorParameters.FindTarget(method);
        bool isIterator = section.Contains(TargetPlaceholder, StringComparison.Ordinal);
        return new ProgramMethod(
            method,
            attribute,
            !isIterator ? section : iterator is { } target ? section.Replace(TargetPlaceholder, target.Target, StringComparison.Ordinal) : null,
            attribute.GetFaultValue())
        {
            Iterator = isIterator ? iterator : null,
        };
    }

    private static string NameOf(AttributeData attribute) => attribute.Argument<string>(0) ?? attribute.FindHook(0)?.Name ?? "";

    /// <summary>The program attributes of a method; more than one is an error.</summary>
    public static IEnumerable<AttributeData> ProgramAttributes(IMethodSymbol method) =>
        method.GetAttributes().Where(attribute => attribute.GetProgramSection() is not null);
}

/// <summary>The results that the kernel takes of a program.</summary>
/// <param name="Smallest">The smallest.</param>
/// <param name="Largest">The largest.</param>
internal readonly record struct ResultRange(int Smallest, int Largest)
{
    /// <summary>True where the kernel takes a result.</summary>
    public bool Contains(long result) => result >= Smallest && result <= Largest;

    /// <inheritdoc/>
    public override string ToString() => Smallest == Largest ? $"{Largest}" : $"{Smallest} to {Largest}";
}
