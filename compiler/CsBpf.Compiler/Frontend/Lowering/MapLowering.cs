using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles operations on maps to the helpers that look up, change and remove.</summary>
/// <param name="method">The method.</param>
internal sealed class MapLowering(MethodLowering method)
{
    // A larger value than this is zeroed by copying from .rodata: the stack has 512 bytes in all.
    private const int LargestZeroOnStack = 64;

    private static readonly HelperFunction LookupElement = new(HelperNumbers.MapLookupElement, "bpf_map_lookup_elem", HelperEffects.ReadsArguments);
    private static readonly HelperFunction UpdateElement = new(HelperNumbers.MapUpdateElement, "bpf_map_update_elem", HelperEffects.Any);
    private static readonly HelperFunction DeleteElement = new(HelperNumbers.MapDeleteElement, "bpf_map_delete_elem", HelperEffects.Any);

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a method of a map.</summary>
    public Operand LowerCall(IInvocationOperation operation, MapOperation kind)
    {
        if (Receiver(operation.Instance, operation) is not { } map)
            return NothingOperand.Instance;
        if (kind == MapOperation.TryGetInner)
            return method.InnerMaps.TryGet(map, operation);
        Operand[] arguments = method.Calls.LowerArguments(operation.Arguments);
        if (kind == MapOperation.TailCall && arguments is [var context, var slot])
            return method.TailCalls.Lower(map, operation, context, slot);
        return arguments.Length > 0 ? Lower(kind, map, operation, arguments) : Unbound(operation, operation.TargetMethod.Name);
    }

    /// <summary>Compiles the indexer of a map.</summary>
    public Operand LowerProperty(IPropertyReferenceOperation operation, MapOperation kind)
    {
        if (Receiver(operation.Instance, operation) is not { } map)
            return NothingOperand.Instance;
        Operand[] arguments = method.Calls.LowerArguments(operation.Arguments);
        return arguments.Length > 0 ? Lower(kind, map, operation, arguments) : Unbound(operation, operation.Property.Name);
    }

    private Operand Lower(MapOperation kind, MapOperand map, IOperation operation, Operand[] arguments)
    {
        if (kind == MapOperation.Slot)
            return Unbound(operation, "this[]");
        if (map.Type.GetStorage() is { } storage)
            return LowerStorage(kind, map, storage, operation, arguments);
        MemoryPlace key = Key(map, arguments[0], operation);
        switch (kind)
        {
            case MapOperation.Inner:
                return method.InnerMaps.Get(map, operation, Lookup(map, key));
            case MapOperation.Reference:
                return Slot(map, Lookup(map, key));
            case MapOperation.GetOrAdd:
                return GetOrAdd(map, key);
            case MapOperation.Value:
                return new AccessorPlace(ValueShape(map), () => Slot(map, Lookup(map, key)), value => Set(map, key, value, operation));
            case MapOperation.ContainsKey:
                return Boolean(Builder.IsNotZero(Lookup(map, key)));
            case MapOperation.Remove:
                return Boolean(Builder.IsZero(Builder.CallHelper(DeleteElement, IrType.I64, AddressOf(map), method.Operands.AddressOf(key))));
            case MapOperation.TryGetValue when arguments is [_, MemoryPlace target]:
                return TryGetValue(map, Lookup(map, key), target, operation);
            case MapOperation.TryAdd when arguments is [_, var value]:
                return Boolean(Builder.IsZero(Update(map, key, ValueMemory(map, value, operation), UpdateFlag.NotExisting)));
            case MapOperation.TryUpdate when arguments is [_, var value]:
                return Boolean(Builder.IsZero(Update(map, key, ValueMemory(map, value, operation), UpdateFlag.Existing)));
            default:
                return NothingOperand.Instance;
        }
    }

    private MapOperand? Receiver(IOperation? instance, IOperation operation)
    {
        Operand operand = instance is null ? NothingOperand.Instance : method.Expressions.Lower(instance);
        if (operand is MapOperand map)
            return map;
        if (operand is not NothingOperand)
            method.Report(MapDiagnostics.MapValue, operation);
        return null;
    }

    private Operand Unbound(IOperation operation, string name) => method.Expressions.Refuse(MapDiagnostics.UnboundMember, operation, name);

    private ValueOperand Boolean(Value value) => new(value, method.Context.Shapes.Boolean);

    /// <summary>The address of a map, as helpers take it. That one was found in another is checked where it is used, as C# checks references.</summary>
    public Value AddressOf(MapOperand map)
    {
        if (map.Found is null)
            return Builder.Emit(Opcode.MapAddress, IrType.Pointer, 0, map.Map);
        Value address = Builder.Load(IrType.Pointer, VariableTable.AddressAccess, Builder.AddressOf(map.Found), 0);
        Builder.FaultIf(Builder.IsZero(address));
        return address;
    }

    /// <summary>The address of the value of a key; null where there is none.</summary>
    public Value Lookup(MapOperand map, MemoryPlace key) =>
        Builder.CallHelper(LookupElement, IrType.Pointer, AddressOf(map), method.Operands.AddressOf(key));

    private Value Update(MapOperand map, MemoryPlace key, Value value, UpdateFlag flag) =>
        Builder.CallHelper(UpdateElement, IrType.I64, AddressOf(map), method.Operands.AddressOf(key), value, Builder.Constant(IrType.I64, (long)flag));

    // The key as the map has it, in memory of its own: an int that indexes an array is the same bits as its unsigned key, and too large where negative.
    public MemoryPlace Key(MapOperand map, Operand key, IOperation operation)
    {
        MemoryPlace memory = Memory(map, key, operation);
        if (map.Map.KeySize == memory.Shape.Size)
            return memory;
        method.Report(LanguageDiagnostics.UnsupportedOperation, operation, $"A key of type '{memory.Shape.Type}'");
        return memory;
    }

    // How much of a packet is read is known by the map, which one that was found is not.
    private MemoryPlace Memory(MapOperand map, Operand operand, IOperation operation) =>
        method.Operands.Materialize(map.Found is null || operand is not MemoryPlace ? operand : method.Operands.Copy(operand, operation), operation);

    private TypeShape ValueShape(MapOperand map) =>
        MapField.ValueType(map.Type) is { } type ? method.Context.Shapes[type] : method.Context.Shapes.Int32;

    // The kernel finds these by its object, and makes what is missing itself.
    private Operand LowerStorage(MapOperation kind, MapOperand map, StorageBinding storage, IOperation operation, Operand[] arguments)
    {
        Value owner = method.Operands.Read(arguments[0], operation);
        Builder.FaultIf(Builder.IsZero(owner));
        switch (kind)
        {
            case MapOperation.Reference:
                return Slot(map, Find(creates: false));
            case MapOperation.GetOrAdd:
                return Slot(map, Find(creates: true));
            case MapOperation.TryGetValue when arguments is [_, MemoryPlace target]:
                return TryGetValue(map, Find(creates: false), target, operation);
            case MapOperation.Remove:
                var delete = new HelperFunction(storage.Delete, storage.Name + "_delete", HelperEffects.Any);
                return Boolean(Builder.IsZero(Builder.Narrow(Builder.CallHelper(delete, IrType.I64, AddressOf(map), owner))));
            default:
                return NothingOperand.Instance;
        }

        Value Find(bool creates) => Builder.CallHelper(
            new HelperFunction(storage.Get, storage.Name + "_get", HelperEffects.ReadsArguments),
            IrType.Pointer,
            AddressOf(map),
            owner,
            Builder.Constant(IrType.Pointer, 0),
            Builder.Constant(IrType.I64, creates ? 1 : 0));
    }

    private MemoryPlace Slot(MapOperand map, Value slot)
    {
        Builder.FaultIf(Builder.IsZero(slot));
        return new MemoryPlace(slot, 0, ValueShape(map));
    }

    private MemoryPlace GetOrAdd(MapOperand map, MemoryPlace key)
    {
        StackSlot address = Builder.Function.NewSlot("slot", sizeof(long), sizeof(long));
        Value first = Lookup(map, key);
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(address), 0, first);
        BasicBlock missing = Builder.NewBlock();
        BasicBlock found = Builder.NewBlock();
        Builder.Branch(Builder.IsZero(first), missing, found);
        Builder.Start(missing);
        // Another processor may have added it meanwhile: what counts is whether it is there afterwards.
        Update(map, key, Zeroes(map), UpdateFlag.NotExisting);
        Value second = Lookup(map, key);
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(address), 0, second);
        Builder.FaultIf(Builder.IsZero(second));
        Builder.Jump(found);
        Builder.Start(found);
        return new MemoryPlace(Builder.Load(IrType.Pointer, VariableTable.AddressAccess, Builder.AddressOf(address), 0), 0, ValueShape(map));
    }

    private Operand TryGetValue(MapOperand map, Value slot, MemoryPlace target, IOperation operation)
    {
        Value isFound = Builder.IsNotZero(slot);
        BasicBlock found = Builder.NewBlock();
        BasicBlock missing = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(isFound, found, missing);
        Builder.Start(found);
        method.Operands.Write(target, new MemoryPlace(slot, 0, ValueShape(map)), operation);
        Builder.Jump(next);
        Builder.Start(missing);
        if (target.Shape.IsScalar)
            method.Operands.WriteMemory(target, Builder.Constant(target.Shape.IrType, 0));
        else
            method.Operands.Zero(target);
        Builder.Jump(next);
        Builder.Start(next);
        return Boolean(isFound);
    }

    private void Set(MapOperand map, MemoryPlace key, Operand value, IOperation operation) =>
        Builder.FaultIf(Builder.IsNotZero(Update(map, key, ValueMemory(map, value, operation), UpdateFlag.Any)));

    private Value ValueMemory(MapOperand map, Operand value, IOperation operation)
    {
        // The kernel reads it whole: a part of a larger struct is as good as memory of its own.
        TypeShape shape = ValueShape(map);
        MemoryPlace memory = Memory(map, method.Conversions.Convert(value, shape, isChecked: false, operation), operation);
        method.Operands.MayMove(memory, operation);
        return method.Operands.AddressOf(memory);
    }

    private Value Zeroes(MapOperand map)
    {
        if (map.Map.ValueSize > LargestZeroOnStack)
            return Builder.AddressOf(method.Context.Globals.GetZeroes(map.Map.ValueSize));
        return method.Operands.AddressOf(method.Structs.Default(ValueShape(map)));
    }

    private enum UpdateFlag
    {
        Any = 0,
        NotExisting = 1,
        Existing = 2,
    }
}
