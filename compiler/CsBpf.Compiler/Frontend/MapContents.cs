using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>
/// What maps hold from the start, which the constructors of the class say: <c>Stages[Stage.Count] = Count;</c> Constructors don't run in the kernel,
/// so each is a statement that is always reached, with a constant index.
/// </summary>
/// <param name="context">The module.</param>
internal sealed class MapContents(ModuleContext context)
{
    private static readonly Comparer<KeyValuePair<string, long>> NumbersByName = Comparer<KeyValuePair<string, long>>.Create((x, y) => string.CompareOrdinal(x.Key, y.Key));

    private readonly List<(MapDefinition Map, ProgramMethod Program, Location Location)> _uses = [];

    /// <summary>Notes that a program hands over to those of a map.</summary>
    public void AddCaller(MapDefinition map, ProgramMethod program, Location location) => _uses.Add((map, program, location));

    /// <summary>Fills the maps, when all programs are there.</summary>
    public void Fill()
    {
        foreach (IMethodSymbol constructor in context.Object.Symbol.Constructors)
        {
            if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } syntax)
                continue;
            IOperation? body = context.Compilation.ModelOf(syntax).GetOperation(syntax);
            foreach (IPropertyReferenceOperation slot in body?.Descendants().OfType<IPropertyReferenceOperation>() ?? [])
            {
                if (slot.Property.GetMapOperation() is Binding.MapOperation.Slot or Binding.MapOperation.Inner && slot.Parent is ISimpleAssignmentOperation { Target: var target } && target == slot)
                    Fill(slot);
            }
        }

        CheckTypes();
        // Loaders make the maps in this order, and want those first that are in others.
        List<MapDefinition> outer = context.Module.Maps.FindAll(map => map.Inner is not null);
        context.Module.Maps.RemoveAll(outer.Contains);
        context.Module.Maps.AddRange(outer);
    }

    private void Fill(IPropertyReferenceOperation slot)
    {
        Location location = slot.Syntax.GetLocation();
        string? problem = slot switch
        {
            { Instance: not IFieldReferenceOperation } => "of a map that is no field",
            { Parent: not ISimpleAssignmentOperation { Parent: IExpressionStatementOperation { Parent: IBlockOperation { Parent: IConstructorBodyOperation } } } } =>
                "filled where a constructor may not come to",
            { Arguments: not [{ Value.ConstantValue.HasValue: true }] } => "not a constant",
            _ => null,
        };
        if (problem is null && context.Maps.Find(((IFieldReferenceOperation)slot.Instance!).Field) is { } map)
            Fill(map, slot.Arguments[0].Value.ConstantValue.Value, ((ISimpleAssignmentOperation)slot.Parent!).Value, location);
        else if (problem is not null)
            context.Sink.Report(MapDiagnostics.Slot, location, problem);
    }

    private void Fill(MapDefinition map, object? constant, IOperation content, Location location)
    {
        long index = ConstantValues.ToInt64(constant!) ?? -1;
        long entries = map.Numbers.FirstOrDefault(number => number.Key == "max_entries").Value;
        while (content is IConversionOperation conversion)
            content = conversion.Operand;
        if (index < 0 || index >= entries)
            context.Sink.Report(MapDiagnostics.Slot, location, $"number {index}, of {entries}");
        else if (content is IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } && FindProgram(method) is var (program, function))
            Fill(map, index, program, function, location);
        else if (map.Inner is { } inner && content is IFieldReferenceOperation { Field: var field } && context.Maps.Find(field) is { } other)
            Fill(map, index, inner, other, location);
        else
            context.Sink.Report(MapDiagnostics.Slot, location, "filled with something else than a program or a map of the class");
    }

    private void Fill(MapDefinition map, long index, ProgramMethod program, Function function, Location location)
    {
        Fill(map, index, function);
        _uses.Add((map, program, location));
    }

    private void Fill(MapDefinition map, long index, MapDefinition inner, MapDefinition other, Location location)
    {
        if (map.KeySize != sizeof(uint))
            context.Sink.Report(MapDiagnostics.Slot, location, "of a map whose keys are no numbers of 32 bits");
        else if (!inner.Numbers.Order(NumbersByName).SequenceEqual(other.Numbers.Order(NumbersByName)))
            context.Sink.Report(MapDiagnostics.Slot, location, $"filled with '{other.Name}', whose definition is not that of the maps in '{map.Name}'");
        else
            Fill(map, index, other);
    }

    private static void Fill(MapDefinition map, long index, object content)
    {
        map.Slots.RemoveAll(slot => slot.Index == index);
        map.Slots.Add(new MapSlot((int)index, content));
    }

    private (ProgramMethod Program, Function Function)? FindProgram(IMethodSymbol method) =>
        context.Object.Programs.FirstOrDefault(program => SymbolEqualityComparer.Default.Equals(program.Method, method)) is { } program
        && context.Module.Functions.Find(function => function.Program is not null && function.Name == program.Name) is { } function
            ? (program, function)
            : null;

    // The kernel gives an array the type of the first program that has to do with it, and what that is attached to.
    private void CheckTypes()
    {
        foreach (var uses in _uses.GroupBy(use => use.Map))
        {
            ProgramMethod first = uses.First().Program;
            foreach ((_, ProgramMethod program, Location location) in uses.Where(use => use.Program.Section != first.Section))
                context.Sink.Report(MapDiagnostics.SlotTypes, location, program.Name, program.Section, first.Name, first.Section);
        }
    }
}
