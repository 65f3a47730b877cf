using System.Diagnostics.CodeAnalysis;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Binding;

/// <summary>What a reference to kernel memory leads to, by the names of the language's own enum.</summary>
internal enum KernelReferenceKind
{
    Object,
    String,
    Pointer,
    Array,
    PointerArray,
}

/// <summary>The operations on references to kernel memory.</summary>
internal enum KernelOperation
{
    IsNull,
    Element,
    Offset,
}

/// <summary>The operations on maps.</summary>
internal enum MapOperation
{
    Reference,
    GetOrAdd,
    Value,
    TryGetValue,
    ContainsKey,
    TryAdd,
    TryUpdate,
    Remove,
    TailCall,
    Inner,
    TryGetInner,
    Slot,
}

/// <summary>The operations on timers.</summary>
internal enum TimerOperation
{
    Start,
    Restart,
    Cancel,
}

/// <summary>Where a formatted text goes.</summary>
internal enum FormatSink
{
    SeqFile,
    TracePipe,
}

/// <summary>What can be asked about the running kernel.</summary>
internal enum CoreQuery
{
    Exists,
    MemberSize,
    MemberOffset,
    MemberIsSigned,
    TypeExists,
    TypeMatches,
    TypeSize,
    TypeId,
    LocalTypeId,
    EnumValue,
    KfuncExists,
    HelperExists,
}

/// <summary>A method bound to a kernel helper.</summary>
internal sealed record HelperBinding(int Id, string Name, string Since, bool IsPure)
{
    /// <summary>The first kernel that has it in programs that may sleep; null where that is the first that has it at all.</summary>
    public string? SinceInSleepable { get; init; }

    /// <summary>True where the kernel takes the size of the memory behind each address, and of what is returned.</summary>
    public bool HasSize { get; init; }

    /// <summary>True where the kernel takes flags behind the arguments, none of which is set.</summary>
    public bool HasFlags { get; init; }

    /// <summary>The kinds of programs that may call it, as their sections begin; null for all.</summary>
    public string? Programs { get; init; }

    /// <summary>True where the kernel takes the program's context first.</summary>
    public bool TakesContext { get; init; }

    /// <summary>The flags that the kernel takes behind the map; 0 where it takes none there.</summary>
    public uint LeadingFlags { get; init; }

    /// <summary>True where 0, success, is <see langword="true"/>.</summary>
    public bool ZeroIsTrue { get; init; }

    /// <summary>True where the packet may be elsewhere afterwards.</summary>
    public bool MovesPacket { get; init; }

    /// <summary>True where an error that the helper returns is a fault.</summary>
    public bool ErrorIsFault { get; init; }
}

/// <summary>A delegate type whose delegates the kernel calls.</summary>
/// <param name="Skipped">The number of arguments that the kernel passes before those of the delegate.</param>
/// <param name="IsLater">True where it calls them when the method is done that made them.</param>
internal sealed record CallbackBinding(int Skipped, bool IsLater);

/// <summary>A map class whose values the kernel keeps with its objects.</summary>
/// <param name="Get">The helper that finds a value.</param>
/// <param name="Delete">The helper that removes it.</param>
/// <param name="Name">How their names begin.</param>
internal sealed record StorageBinding(int Get, int Delete, string Name);

/// <summary>A method bound to a kernel function.</summary>
internal sealed record KfuncBinding(string Name, string Since);

/// <summary>A class bound to a kernel type.</summary>
/// <param name="Name">The name in the kernel's BTF, with its flavor; empty for a type without one.</param>
/// <param name="IsUnion">True for a union.</param>
/// <param name="IsTypedef">True where the name is that of a typedef, and the type behind it has none.</param>
internal sealed record KernelTypeBinding(string Name, bool IsUnion, bool IsTypedef);

/// <summary>The sections of the programs that have a field of a context.</summary>
/// <param name="All">Those that have it; null for all that have the context.</param>
/// <param name="Writing">Those of them that may write it; null for all, as far as C# lets them.</param>
internal sealed record ContextFieldSections(string[]? All, string[]? Writing);

/// <summary>An iterator of the kernel.</summary>
/// <param name="Target">What it walks over.</param>
/// <param name="Context">The class of its context.</param>
/// <param name="Since">The first kernel that has it.</param>
internal sealed record IteratorBinding(string Target, INamedTypeSymbol Context, string Since);

/// <summary>What the attributes of the language bind symbols to.</summary>
internal static class LanguageBindings
{
    private const string FlavorSeparator = "___";

    /// <summary>What a type refers to in the kernel; null for types that are no reference to kernel memory.</summary>
    public static KernelReferenceKind? GetKernelReference(this ITypeSymbol? type) =>
        (type?.OriginalDefinition as INamedTypeSymbol).FindInherited("KernelReference")?.EnumArgument<KernelReferenceKind>(0);

    /// <summary>True for the classes that stand for kernel types.</summary>
    public static bool IsKernelClass([NotNullWhen(true)] this ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class } && type.GetKernelReference() == KernelReferenceKind.Object;

    /// <summary>The operation that a member of a kernel reference is.</summary>
    public static KernelOperation? GetKernelOperation(this ISymbol symbol) =>
        symbol.OriginalDefinition.Find("KernelOperation")?.EnumArgument<KernelOperation>(0);

    /// <summary>The kernel type that a class or enum stands for.</summary>
    public static KernelTypeBinding GetKernelType(this INamedTypeSymbol type) =>
        type.Find("KernelType") is { } attribute
            ? new(
                (attribute.Argument<string>(0) ?? type.Name) + (attribute.Named<string>("Flavor") is { } flavor ? FlavorSeparator + flavor : ""),
                attribute.Named<bool>("IsUnion"),
                attribute.Named<bool>("IsTypedef"))
            : new(type.Name, IsUnion: false, IsTypedef: false);

    /// <summary>The path of members that a property of a kernel class stands for.</summary>
    public static string GetKernelMember(this IPropertySymbol property) => property.Find("KernelMember")?.Argument<string>(0) ?? property.Name;

    /// <summary>The number of elements of an embedded array; null where the member is none.</summary>
    public static int? GetArrayLength(this IPropertySymbol property) => property.Find("ArrayLength")?.Argument<int>(0);

    /// <summary>The width of a bitfield; null where the member is none.</summary>
    public static int? GetBitfield(this IPropertySymbol property) => property.Find("Bitfield")?.Argument<int>(0);

    /// <summary>True where the member is embedded in its object.</summary>
    public static bool IsEmbedded(this IPropertySymbol property) => property.Has("Embedded");

    /// <summary>The iterators that an assembly knows.</summary>
    public static IEnumerable<IteratorBinding> GetIterators(this IAssemblySymbol assembly)
    {
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute.IsLanguageAttribute("IteratorTarget") && attribute.Argument<string>(0) is { } target && attribute.Argument<INamedTypeSymbol>(1) is { } context)
                yield return new(target, context, attribute.Named<string>("Since") ?? "");
        }
    }

    /// <summary>The kernel's number of a map class's type; null for classes that are no map.</summary>
    public static int? GetMapType(this ITypeSymbol? type) => type?.OriginalDefinition.Find("MapType")?.Argument<int>(0);

    /// <summary>The class of the key where a map class names it.</summary>
    public static ITypeSymbol? GetMapKey(this ITypeSymbol type) => type.OriginalDefinition.Find("MapType")?.Named<ITypeSymbol>("Key");

    /// <summary>The class of the value where a map class names it.</summary>
    public static ITypeSymbol? GetMapValue(this ITypeSymbol type) => type.OriginalDefinition.Find("MapType")?.Named<ITypeSymbol>("Value");

    /// <summary>The first kernel that has the type of a map class; null where no target is too old for it.</summary>
    public static string? GetMapSince(this ITypeSymbol type) => type.OriginalDefinition.Find("MapType")?.Named<string>("Since");

    /// <summary>
    /// The first kernel that lets programs use the type of a map class that may sleep; empty where none does, null where all do that have it.
    /// </summary>
    public static string? GetMapSinceInSleepable(this ITypeSymbol type) => type.OriginalDefinition.Find("MapType")?.Named<string>("SinceInSleepable");

    /// <summary>The flags that every map of a map class has.</summary>
    public static uint GetMapFlags(this ITypeSymbol type) => type.OriginalDefinition.Find("MapType")?.Named<uint>("Flags") ?? 0;

    /// <summary>The operation that a member of a map class is.</summary>
    public static MapOperation? GetMapOperation(this ISymbol symbol) => symbol.OriginalDefinition.Find("MapOperation")?.EnumArgument<MapOperation>(0);

    /// <summary>The helpers that find and remove the values of a map class that the kernel keeps with its objects; null for other maps.</summary>
    public static StorageBinding? GetStorage(this ITypeSymbol type) =>
        type.OriginalDefinition.Find("LocalStorage") is { } attribute
            ? new(attribute.Argument<int>(0), attribute.Argument<int>(1), attribute.Named<string>("Name") ?? "")
            : null;

    /// <summary>The operation that a member of a timer is.</summary>
    public static TimerOperation? GetTimerOperation(this IMethodSymbol method) => method.OriginalDefinition.Find("TimerOperation")?.EnumArgument<TimerOperation>(0);

    /// <summary>The helper that a method or property is.</summary>
    public static HelperBinding? GetHelper(this ISymbol symbol) =>
        symbol.OriginalDefinition.Find("Helper") is { } attribute
            ? new(attribute.Argument<int>(0), attribute.Named<string>("Name") ?? symbol.Name, attribute.Named<string>("Since") ?? "", attribute.Named<bool>("IsPure"))
            {
                SinceInSleepable = attribute.Named<string>("SinceInSleepable"),
                HasFlags = attribute.Named<bool>("HasFlags"),
                Programs = attribute.Named<string>("Programs"),
                TakesContext = attribute.Named<bool>("TakesContext"),
                LeadingFlags = attribute.Named<uint>("LeadingFlags"),
                HasSize = attribute.Named<bool>("HasSize"),
                ZeroIsTrue = attribute.Named<bool>("ZeroIsTrue"),
                MovesPacket = attribute.Named<bool>("MovesPacket"),
                ErrorIsFault = attribute.Named<bool>("ErrorIsFault"),
            }
            : null;

    /// <summary>How the kernel calls the delegates of a type; null for types that it doesn't call.</summary>
    public static CallbackBinding? GetCallback(this ITypeSymbol type) =>
        type.OriginalDefinition.Find("Callback") is { } attribute ? new(attribute.Named<int>("Skipped"), attribute.Named<bool>("IsLater")) : null;

    /// <summary>The kernel function that a method is.</summary>
    public static KfuncBinding? GetKfunc(this IMethodSymbol method) =>
        method.OriginalDefinition.Find("Kfunc") is { } attribute
            ? new(attribute.Argument<string>(0) ?? method.Name, attribute.Named<string>("Since") ?? "")
            : null;

    /// <summary>True for the structs that the kernel looks after in the values of maps.</summary>
    public static bool IsKernelField(this ITypeSymbol type) => type.TypeKind == TypeKind.Struct && type.Has("KernelType");

    /// <summary>True for the structs that stand for sections of the kernel.</summary>
    public static bool IsKernelSection([NotNullWhen(true)] this ITypeSymbol? type) => type?.OriginalDefinition.Has("KernelSection") ?? false;

    /// <summary>True for the structs that stand for memory which the kernel lends to the program.</summary>
    public static bool IsKernelResource([NotNullWhen(true)] this ITypeSymbol? type) => type?.OriginalDefinition.Has("KernelResource") ?? false;

    /// <summary>True for the method that enumerates a range.</summary>
    public static bool IsRangeEnumerator(this IMethodSymbol method) => method.Has("RangeEnumerator");

    /// <summary>The question about the kernel that a method is.</summary>
    public static CoreQuery? GetCoreQuery(this IMethodSymbol method) => method.OriginalDefinition.Find("CoreQuery")?.EnumArgument<CoreQuery>(0);

    /// <summary>Where the text that a method takes goes.</summary>
    public static FormatSink? GetFormatSink(this IMethodSymbol method) => method.OriginalDefinition.Find("FormatSink")?.EnumArgument<FormatSink>(0);

    /// <summary>True for the texts that the compiler takes apart: what a method with a format sink takes last.</summary>
    public static bool IsFormatText(this ITypeSymbol type) =>
        type.IsRefLikeType && type.GetAttributes().Any(attribute => attribute.AttributeClass is
        {
            Name: "InterpolatedStringHandlerAttribute",
            ContainingNamespace: { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "System" } },
        });

    /// <summary>The kernel class, by its name, that is the context of an attribute's programs: a tracepoint's record; null where it is another.</summary>
    public static string? GetRecordType(this AttributeData attribute) => attribute.AttributeClass.FindInherited("ProgramSection")?.Named<string>("Record");

    /// <summary>How the groups and names of the tracepoints begin whose record a class is; null where its name says which they are.</summary>
    public static string? GetTracepointPrefix(this ITypeSymbol type) => type.Find("TracepointRecord")?.Argument<string>(0);

    /// <summary>The section of the programs that an attribute makes; null for other attributes.</summary>
    public static string? GetProgramSection(this AttributeData attribute) => attribute.AttributeClass.FindInherited("ProgramSection")?.Argument<string>(0);

    /// <summary>The class of the context that the programs of an attribute get; null where the parameters say what it holds.</summary>
    public static INamedTypeSymbol? GetContextClass(this AttributeData attribute) =>
        attribute.AttributeClass.FindInherited("ProgramSection")?.Named<INamedTypeSymbol>("Context");

    /// <summary>What the programs of an attribute return when they fault.</summary>
    public static long GetFaultValue(this AttributeData attribute)
    {
        foreach ((string key, TypedConstant value) in attribute.NamedArguments)
        {
            if (key == "OnFault" && value.Kind != TypedConstantKind.Array && ConstantValues.ToInt64(value.Value) is { } number)
                return number;
        }

        return attribute.AttributeClass.FindInherited("ProgramSection")?.Named<int>("FaultValue") ?? 0;
    }

    /// <summary>The largest result that the kernel takes of an attribute's programs; null where it takes all.</summary>
    public static int? GetLargestResult(this AttributeData attribute) =>
        attribute.AttributeClass.FindInherited("ProgramSection")?.Named<int?>("LargestResult");

    /// <summary>The smallest result that the kernel takes of an attribute's programs, where there is a largest.</summary>
    public static int GetSmallestResult(this AttributeData attribute) =>
        attribute.AttributeClass.FindInherited("ProgramSection")?.Named<int>("SmallestResult") ?? 0;

    /// <summary>The type of what an attribute's programs must say: that of <c>OnFault</c>, an enum or a length; null where they may return nothing.</summary>
    public static ITypeSymbol? GetVerdict(this AttributeData attribute) =>
        attribute.AttributeClass?.GetMembers("OnFault").OfType<IPropertySymbol>().Select(property => property.Type)
            .FirstOrDefault(type => type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_UInt32 });

    /// <summary>The hook that a positional argument of a program attribute names, a member of an enum; null for other arguments.</summary>
    public static (string Name, int SmallestResult)? FindHook(this AttributeData attribute, int index) =>
        attribute.EnumMember(index)?.Find("HookName") is { } hook && hook.Argument<string>(0) is { } name ? (name, hook.Named<int>("SmallestResult")) : null;

    /// <summary>True where the kernel looks at 64 bits of the result of an attribute's programs.</summary>
    public static bool HasWideResult(this AttributeData attribute) =>
        attribute.AttributeClass.FindInherited("ProgramSection")?.Named<bool>("HasWideResult") ?? false;

    /// <summary>True for a method that the verifier checks on its own.</summary>
    public static bool IsGlobalFunction(this IMethodSymbol method) => method.Has("BpfGlobal");

    /// <summary>The kernel's struct of the context that a class stands for; null for other types.</summary>
    public static string? GetProgramContext(this ITypeSymbol? type) => type?.Find("ProgramContext")?.Argument<string>(0);

    /// <summary>Where in its context a property's field is; null where it is none.</summary>
    public static int? GetContextField(this IPropertySymbol property) => property.Find("ContextField")?.Argument<int>(0);

    /// <summary>The sections of the programs that may use the field, as a property says it.</summary>
    public static ContextFieldSections GetContextFieldSections(this IPropertySymbol property) =>
        property.Find("ContextField") is { } attribute
            ? new(attribute.Named<string>("In")?.Split(' '), attribute.Named<string>("WritableIn")?.Split(' '))
            : new(null, null);

    /// <summary>Where in its context the bounds of the packet are that a property shows; null where it shows none.</summary>
    public static PacketRange? GetPacketRange(this IPropertySymbol property) =>
        property.Find("PacketRange") is { } attribute ? new(attribute.Argument<int>(0), attribute.Argument<int>(1), attribute.Named<bool>("IsWide")) : null;
}
