using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Budgets;

/// <summary>
/// Hides the numbers at known places of stack memory that is written at others, too, which the verifier does not know. Of a number with limits
/// at the start of a word verifiers keep track, and lose half of that where something may be written beside it; then they refuse to read
/// the word. Of a number without limits there is nothing to lose.
/// </summary>
internal sealed class IndexedStack
{
    private const int WordSize = sizeof(long);

    /// <summary>From here on verifiers keep track of numbers without limits, too.</summary>
    private static readonly Version Unlimited = new(6, 9);

    private readonly Function _function;
    private readonly HashSet<object> _indexed = [];

    private IndexedStack(Function function) => _function = function;

    /// <summary>True where a kernel may load the object whose verifier loses numbers that this can hide.</summary>
    public static bool IsFor(Version targetKernel) => targetKernel < Unlimited;

    /// <summary>Hides the numbers of a function; what it has hidden before stays as it is.</summary>
    public static void Hide(Function function, UnknownNumbers numbers)
    {
        var stack = new IndexedStack(function);
        foreach (Value value in function.Blocks.SelectMany(block => block.Values))
            stack.FindIndexed(value);
        if (stack._indexed.Count == 0)
            return;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values.Where(value => value.Opcode is Opcode.Store or Opcode.Copy).ToList())
                stack.Hide(block, value, numbers);
        }

        foreach (StackSlot slot in stack._indexed.OfType<StackSlot>())
            slot.FillWords();
    }

    private void FindIndexed(Value value)
    {
        if (value.Opcode == Opcode.Call && WritesByIndex(value.Callee))
        {
            foreach (Value argument in value.Arguments.Where(argument => argument.Type == IrType.Pointer))
                Add(PlaceOf(argument, 0));
        }
        else if (WritesPart(value) && PlaceOf(value.Arguments[0], 0) is { HasIndex: true } place)
        {
            Add(place);
        }

        void Add(Place place) => _indexed.UnionWith(place.Memory.Where(memory => memory is not StackSlot { FillsWords: true }));
    }

    private static bool WritesByIndex(Function function)
    {
        var stack = new IndexedStack(function);
        return function.Blocks.SelectMany(block => block.Values).Any(value =>
            WritesPart(value)
            && stack.PlaceOf(value.Arguments[0], 0) is { HasIndex: true } place
            && place.Memory.Exists(memory => memory is not StackSlot));
    }

    /// <summary>Whether a value writes something else than whole words.</summary>
    private static bool WritesPart(Value value) => value.Opcode switch
    {
        Opcode.Store => value.Access.Size < MemorySize.DoubleWord,
        Opcode.Copy or Opcode.Zero => value.Immediate % WordSize != 0,
        _ => false,
    };

    /// <summary>What an address leads to, and how far behind its start.</summary>
    private Place PlaceOf(Value address, long distance)
    {
        long? offset = distance;
        while (address.Opcode == Opcode.PointerAdd)
        {
            offset += address.Arguments[1].IsConstant ? address.Arguments[1].Immediate : null;
            address = address.Arguments[0];
        }

        bool isChoice = address.Opcode is Opcode.Phi or Opcode.Select;
        bool hasIndex = offset is null || (isChoice && HasIndex(address, []));
        List<object> memory = [.. AddressRoots.Of(address).Select(MemoryOf).OfType<object>().Distinct()];
        return new Place(memory, isChoice || memory.Exists(item => item is not StackSlot) ? null : offset, hasIndex);
    }

    private static bool HasIndex(Value address, HashSet<Value> seen) => seen.Add(address) && address.Opcode switch
    {
        Opcode.PointerAdd => !address.Arguments[1].IsConstant || HasIndex(address.Arguments[0], seen),
        Opcode.Select => address.Arguments.Skip(1).Any(source => HasIndex(source, seen)),
        Opcode.Phi => address.Arguments.Exists(source => HasIndex(source, seen)),
        _ => false,
    };

    /// <summary>A slot of the function, or the number of a parameter that may be one of its caller.</summary>
    private object? MemoryOf(Value root) => root.Opcode switch
    {
        Opcode.SlotAddress => root.Slot,
        Opcode.Parameter when !_function.IsEntry && _function.Callback is null => root.Immediate,
        _ => null,
    };

    private void Hide(BasicBlock block, Value write, UnknownNumbers numbers)
    {
        Place place = PlaceOf(write.Arguments[0], write.Opcode == Opcode.Store ? write.Immediate : 0);
        if (place.HasIndex || !place.Memory.Exists(_indexed.Contains))
            return;
        int index = block.Values.IndexOf(write);
        long offset = place.Offset ?? 0;
        if (write.Opcode == Opcode.Copy)
            HideRest(block, index, write, (offset + write.Immediate) % WordSize, numbers);
        else if (offset % WordSize == 0
            && write.Arguments[1] is { Type: IrType.Bool or IrType.I32 or IrType.I64 } number
            && !(number.IsConstant && number.Immediate == 0)
            && !IsFollowed(block, index, place))
        {
            write.Arguments[1] = Hidden(block, ref index, number, numbers);
        }
    }

    /// <summary>Whether another store follows into the same word, before anything else is written: the verifier forgets the first.</summary>
    private bool IsFollowed(BasicBlock block, int index, Place place)
    {
        if (place is not { Memory: [StackSlot slot], Offset: { } word })
            return false;
        foreach (Value value in block.Values.Skip(index + 1))
        {
            if (value.Opcode == Opcode.Store)
            {
                if (PlaceOf(value.Arguments[0], value.Immediate) is not { Offset: { } offset } next)
                    return false;
                if (next.Memory is [StackSlot other] && other == slot && offset / WordSize == word / WordSize)
                    return true;
            }
            else if (value.Opcode is Opcode.Copy or Opcode.Zero or Opcode.Atomic or Opcode.Call or Opcode.CallHelper or Opcode.CallKfunc)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Moves the last bytes of a copy as a number that is hidden, where they are one at the start of a word.</summary>
    private void HideRest(BasicBlock block, int index, Value copy, long rest, UnknownNumbers numbers)
    {
        if (rest is not (1 or 2 or 4) || copy.Immediate < rest)
            return;
        copy.Immediate -= rest;
        var access = new MemoryAccess((MemorySize)int.Log2((int)rest)) { Alignment = (MemorySize)int.Log2((int)Math.Min(rest, copy.Alignment)) };
        index++;
        Value loaded = block.Insert(index, New(Opcode.Load, IrType.I64, [copy.Arguments[1]], copy.Immediate, access));
        index++;
        Value hidden = Hidden(block, ref index, loaded, numbers);
        block.Insert(index, New(Opcode.Store, IrType.Void, [copy.Arguments[0], hidden], copy.Immediate, access));
        if (copy.Immediate == 0)
            block.Values.Remove(copy);

        Value New(Opcode opcode, IrType type, Value[] arguments, long offset, MemoryAccess detail) =>
            _function.NewValue(opcode, type, copy.Location, arguments, offset, detail);
    }

    private Value Hidden(BasicBlock block, ref int index, Value number, UnknownNumbers numbers)
    {
        SourceLocation location = number.Location;
        if (number.Type != IrType.I64)
        {
            int bits = number.Type == IrType.Bool ? 1 : 32;
            number = block.Insert(index++, _function.NewValue(Opcode.ZeroExtend, IrType.I64, location, [number], bits));
        }

        Value zero = numbers.Insert(_function, block, ref index, IrType.I64, location);
        return block.Insert(index++, _function.NewValue(Opcode.Add, IrType.I64, location, [number, zero]));
    }

    /// <summary>Where in memory something is written.</summary>
    /// <param name="Memory">What it may be.</param>
    /// <param name="Offset">The distance from the start of a word; null where that is not known.</param>
    /// <param name="HasIndex">True where the verifier does not know the distance, either.</param>
    private readonly record struct Place(List<object> Memory, long? Offset, bool HasIndex);
}
