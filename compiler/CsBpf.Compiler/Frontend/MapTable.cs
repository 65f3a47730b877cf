using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>The maps of a module, by field.</summary>
/// <param name="context">The module.</param>
internal sealed class MapTable(ModuleContext context)
{
    private const string ValuesMember = "values";
    private const uint Mmapable = 1 << 10;

    private readonly Dictionary<IFieldSymbol, MapDefinition> _maps = new(SymbolEqualityComparer.Default);

    /// <summary>The map of a field; null where it is not one of the object's.</summary>
    public MapDefinition? Find(IFieldSymbol field) => _maps.GetValueOrDefault(field.OriginalDefinition);

    /// <summary>Defines the map of a field from its initializer.</summary>
    public void Define(MapField map)
    {
        Location location = map.Field.Locations[0];
        (uint keyType, int keySize) = Describe(map.Key, location);
        (uint valueType, int valueSize) = Describe(map.Value, location, isValue: true);
        // The kernel knows nothing of what is in events; who shows an object's types, or reads its maps without C#, does.
        Describe(map.Event, location);
        IObjectCreationOperation? creation = FindCreation(map.Field);
        if (creation is null)
            context.Sink.Report(MapDiagnostics.MissingDefinition, location, map.Field.Name);
        var definition = new MapDefinition(map.Name, map.MapType, keyType, keySize, valueType, valueSize, Numbers(creation)) { Inner = Inner(map, creation) };
        if (map.Field.Type.GetMapSince() is { } since)
            context.KernelFunctions.CheckSince(map.Field.Type.Name, since, location);
        _maps.Add(map.Field.OriginalDefinition, definition);
        context.Module.Maps.Add(definition);
    }

    private (uint Type, int Size) Describe(ITypeSymbol? type, Location location, bool isValue = false)
    {
        if (type is null)
            return (0, 0);
        TypeShape shape = context.SharedShapeOf(type, location, isValue);
        return (context.Types[type], shape.Size);
    }

    /// <summary>Adds the flags of the map's class to those of its own definition.</summary>
    private static void AddFlags(ImmutableArray<KeyValuePair<string, long>>.Builder numbers, uint flags)
    {
        const string member = "map_flags";
        if (flags == 0)
            return;
        foreach (var (name, value) in numbers)
        {
            if (name == member)
                flags |= (uint)value;
        }

        numbers.RemoveAll(number => number.Key == member);
        numbers.Add(new(member, flags));
    }

    /// <summary>What the maps in a map look like: the argument of its constructor that makes one.</summary>
    private MapDefinition? Inner(MapField map, IObjectCreationOperation? creation)
    {
        if (creation?.Arguments.FirstOrDefault(argument => argument.Parameter?.Find("MapDefinition")?.Argument<string>(0) == ValuesMember) is not { } argument)
            return null;
        IOperation value = argument.Value;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        Location location = argument.Syntax.GetLocation();
        if (value is not IObjectCreationOperation { Type: INamedTypeSymbol type } inner || type.GetMapType() is not { } mapType || type.GetMapType() == map.MapType)
        {
            context.Sink.Report(MapDiagnostics.NotConstant, location, argument.Parameter!.Name);
            return null;
        }

        (uint keyType, int keySize) = Describe(MapField.KeyType(type), location);
        (uint valueType, int valueSize) = Describe(MapField.ValueType(type), location, isValue: true);
        if (type.GetMapSince() is { } since)
            context.KernelFunctions.CheckSince(type.Name, since, location);
        return new MapDefinition(map.Name + "_inner", mapType, keyType, keySize, valueType, valueSize, Numbers(inner));
    }

    private IObjectCreationOperation? FindCreation(IFieldSymbol field)
    {
        IOperation? value = field.DeclaringSyntaxReferences is [var reference, ..] && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer: { } initializer }
            ? (context.Compilation.ModelOf(initializer).GetOperation(initializer) as IFieldInitializerOperation)?.Value
            : null;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value as IObjectCreationOperation;
    }

    private ImmutableArray<KeyValuePair<string, long>> Numbers(IObjectCreationOperation? creation)
    {
        if (creation is not { Type: INamedTypeSymbol type })
            return [];
        var numbers = ImmutableArray.CreateBuilder<KeyValuePair<string, long>>();
        foreach (IArgumentOperation argument in creation.Arguments.OrderBy(argument => argument.Parameter?.Ordinal))
        {
            if (argument.Parameter?.Find("MapDefinition")?.Argument<string>(0) is not { } member || member == ValuesMember)
                continue;
            if (argument.Value.ConstantValue is not { HasValue: true, Value: { } constant } || ConstantValues.ToInt64(constant) is not { } number)
                context.Sink.Report(MapDiagnostics.NotConstant, argument.Syntax.GetLocation(), argument.Parameter.Name);
            else if (number is < 0 or > uint.MaxValue)
                context.Sink.Report(MapDiagnostics.NegativeNumber, argument.Syntax.GetLocation(), argument.Parameter.Name, number);
            else
                numbers.Add(new(member, number));
        }

        // The kernel does not show user space the memory of what it looks after.
        bool isMappable = MapField.ValueType(type) is not { } valueType || !context.Shapes[valueType].HoldsKernelField;
        AddFlags(numbers, type.GetMapFlags() & (isMappable ? uint.MaxValue : ~Mmapable));
        return numbers.ToImmutable();
    }
}
