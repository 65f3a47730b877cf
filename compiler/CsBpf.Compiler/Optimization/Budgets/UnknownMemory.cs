using CsBpf.Compiler.CodeGeneration.Lowering;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Memory;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// Zeroes the stack that a loop with a budget writes by bytes of which the verifier knows nothing. It tells known zeroes from what a round has
/// written: an array that is filled up to somewhere would be another one for each number of elements, and the rounds would never be the same. Nor does
/// it know anything of the numbers that a round makes of what another has left in memory.
/// </summary>
/// <param name="function">The function.</param>
/// <param name="numbers">Has the zero of which nothing is known.</param>
internal sealed class UnknownMemory(Function function, UnknownNumbers numbers)
{
    private readonly HashSet<StackSlot> _written = [];
    private readonly HashSet<Value> _carried = [];

    /// <summary>Takes note of what a loop writes.</summary>
    public void Add(Loop loop)
    {
        List<Value> values = [.. loop.Blocks.SelectMany(block => block.Values)];
        foreach (Value value in values.Where(IsWrite))
            _written.UnionWith(SlotsOf(value));
        Value[] loads = [.. values.Where(value => value.Opcode == Opcode.Load)];
        _carried.UnionWith(values.Where(value => IsNumberOnStack(value) && Array.Exists(loads, load => !PlaceOf(load).IsApartFrom(PlaceOf(value)))));
    }

    /// <summary>Hides the numbers that go from round to round in memory, and the zeroes that the slots get which are written.</summary>
    public void Hide()
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value store in block.Values.Where(_carried.Contains).ToList())
                store.Arguments[1] = numbers.HideBefore(function, store, store.Arguments[1]);
        }

        if (_written.Count == 0)
            return;
        // Addresses in memory are not numbers: null is what it is.
        foreach (Value value in function.Blocks.SelectMany(block => block.Values).Where(HoldsAddress))
            _written.ExceptWith(SlotsOf(value));
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values.Where(IsZeroing).ToList())
            {
                if (SlotsOf(value) is [var slot] && _written.Contains(slot))
                    Hide(block, value);
            }
        }
    }

    // The context may be copied to the stack.
    private static bool IsNumberOnStack(Value value) =>
        value is { Opcode: Opcode.Store, Access: { IsVolatile: false, Relocation: null }, Arguments: [_, { Type: IrType.I32 or IrType.I64, IsConstant: false } number] }
        && !UnknownNumbers.IsUnknown(number) && PlaceOf(value) is { Object.Opcode: Opcode.SlotAddress or Opcode.Parameter } place && place.Base == place.Object;

    private static MemoryLocation PlaceOf(Value access) => MemoryLocation.At(access.Arguments[0], access.Immediate, access.Access.Size.Bytes());

    private static bool IsWrite(Value value) => value.Opcode is Opcode.Store or Opcode.Copy or Opcode.Zero;

    private static bool IsZeroing(Value value) => value.Opcode == Opcode.Zero
        || value is { Opcode: Opcode.Store, Access.IsVolatile: false, Arguments: [_, { IsConstant: true, Immediate: 0 }] };

    private static bool HoldsAddress(Value value) => value switch
    {
        { Opcode: Opcode.Load } => value.Type is IrType.Pointer or IrType.KernelPointer,
        { Opcode: Opcode.Store } => value.Arguments[1].Type is IrType.Pointer or IrType.KernelPointer,
        _ => false,
    };

    private static List<StackSlot> SlotsOf(Value access) =>
        [.. AddressRoots.Of(access.Arguments[0]).Where(root => root.Opcode == Opcode.SlotAddress).Select(root => root.Slot)];

    private void Hide(BasicBlock block, Value zeroing)
    {
        int index = block.Values.IndexOf(zeroing);
        block.Values.RemoveAt(index);
        bool isStore = zeroing.Opcode == Opcode.Store;
        long start = isStore ? zeroing.Immediate : 0;
        long end = start + (isStore ? zeroing.Access.Size.Bytes() : zeroing.Immediate);
        // Halves of 8 bytes: a number that is kept as a whole is one that the verifier knows again.
        long step = Math.Min(sizeof(int), Math.Max(PointerAlignment.Of(zeroing.Arguments[0], start), isStore ? zeroing.Access.Alignment.Bytes() : zeroing.Alignment));
        Value unknown = numbers.Insert(function, block, ref index, IrType.I64, zeroing.Location);
        while (start < end)
        {
            while (start + step > end)
                step /= 2;
            var access = new MemoryAccess((MemorySize)int.Log2((int)step));
            block.Insert(index++, function.NewValue(Opcode.Store, IrType.Void, zeroing.Location, [zeroing.Arguments[0], unknown], start, access));
            start += step;
        }
    }
}
