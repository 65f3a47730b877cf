using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles lookups of maps in maps. What is found is a map whose definition is known, and whose address is kept on the stack: a local that is set once
/// may stand for it, in the function that has looked it up.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class InnerMapLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>The map that was looked up; a fault where there is none.</summary>
    public Operand Get(MapOperand map, IOperation operation, Value address)
    {
        if (Find(map, operation, address) is not { } found)
            return NothingOperand.Instance;
        Builder.FaultIf(Builder.IsZero(address));
        return found;
    }

    /// <summary>Compiles <c>TryGetValue(key, out var inner)</c>.</summary>
    public Operand TryGet(MapOperand map, IInvocationOperation operation)
    {
        if (operation.Arguments.OrderBy(argument => argument.Parameter?.Ordinal).ToArray() is not [var keyArgument, var innerArgument])
            return NothingOperand.Instance;
        Operand key = method.Calls.LowerOperand(keyArgument.Value, keyArgument.Parameter!);
        Value address = method.Maps.Lookup(map, method.Maps.Key(map, key, operation));
        IOperation target = innerArgument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : innerArgument.Value;
        bool isTaken = target is IDiscardOperation
            || (target is ILocalReferenceOperation { Local: var local } && Find(map, operation, address) is { } found && method.Known.Declare(local, found));
        return isTaken
            ? new ValueOperand(Builder.IsNotZero(address), method.Context.Shapes.Boolean)
            : method.Expressions.Refuse(MapDiagnostics.MapValue, target);
    }

    /// <summary>Whether something may be passed to another function: a map that was found has its address here. Says where not.</summary>
    public bool CheckPassed(Operand operand, IOperation operation)
    {
        if (operand is not MapOperand { Found: not null, Type: var type })
            return true;
        method.Report(MapDiagnostics.InnerMap, operation, type.Name);
        return false;
    }

    private MapOperand? Find(MapOperand map, IOperation operation, Value address)
    {
        if (map.Map.Inner is not { } inner || map.Type.TypeArguments[^1] is not INamedTypeSymbol type)
        {
            method.Report(MapDiagnostics.UnboundMember, operation, map.Map.Name);
            return null;
        }

        StackSlot slot = Builder.Function.NewSlot("inner", sizeof(long), sizeof(long));
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(slot), 0, address);
        return new MapOperand(inner, type) { Found = slot };
    }
}
