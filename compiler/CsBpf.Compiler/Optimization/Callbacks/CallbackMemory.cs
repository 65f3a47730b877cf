using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Budgets;
using CsBpf.Compiler.Optimization.Slots;

namespace CsBpf.Compiler.Optimization.Callbacks;

/// <summary>
/// Hides the numbers in memory that a callback changes. Verifiers before Linux 6.7 follow a callback as if it were called once: they believe
/// that it always finds what its caller left there, and remove the code that runs only when it finds what an earlier call left. Of a number
/// with an unknown zero added they believe nothing.
/// </summary>
internal sealed class CallbackMemory
{
    private static readonly Version RepeatedCallbacks = new(6, 7);

    private readonly List<(Function Function, Value Call)> _calls = [];
    private readonly Dictionary<Function, SlotUses> _uses = [];
    private readonly HashSet<StackSlot> _slots = [];
    private readonly HashSet<(Function Function, long Number)> _parameters = [];
    private readonly HashSet<(Function Callback, long Offset)> _words = [];
    private bool _changed;

    private CallbackMemory(BpfModule module)
    {
        foreach (Function function in module.Functions)
        {
            function.FillPredecessors();
            _uses.Add(function, new SlotUses(function));
            _calls.AddRange(Values(function).Where(value => value.CalledFunction is not null).Select(call => (function, call)));
        }
    }

    /// <summary>Hides the numbers where a kernel may load the object that believes too much.</summary>
    public static void Run(BpfModule module, UnknownNumbers numbers, Version targetKernel)
    {
        if (targetKernel >= RepeatedCallbacks || !module.Functions.Exists(function => function.Callback is { IsLater: false }))
            return;
        var memory = new CallbackMemory(module);
        memory.FindShared();
        module.Functions.ForEach(function => memory.Hide(function, numbers));
    }

    /// <summary>Follows the addresses of what callbacks change up and down the calls.</summary>
    private void FindShared()
    {
        do
        {
            _changed = false;
            foreach ((Function function, Value call) in _calls)
            {
                if (call.Opcode == Opcode.Call)
                    Follow(function, call);
                else
                    FollowContext(function, call);
            }
        }
        while (_changed);
    }

    private void Follow(Function function, Value call)
    {
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            if (call.Arguments[i].Type != IrType.Pointer)
                continue;
            if (_parameters.Contains((call.Callee, i)))
                Share(function, call.Arguments[i]);
            else if (IsShared(function, call.Arguments[i]))
                Share(_parameters, (call.Callee, i));
        }
    }

    private void FollowContext(Function function, Value call)
    {
        int callback = call.Arguments.FindIndex(argument => argument.Opcode == Opcode.FunctionAddress);
        Function callee = call.Arguments[callback].Callee;
        foreach ((long offset, Value address) in Stored(function, call.Arguments[callback + 1]))
        {
            if (_words.Contains((callee, offset)) || (MayBeOnStack(function, address) && IsChanged(callee, offset)))
                Share(function, address);
            if (IsShared(function, address))
                Share(_words, (callee, offset));
        }
    }

    /// <summary>The addresses that are stored in a slot.</summary>
    private IEnumerable<(long Offset, Value Address)> Stored(Function function, Value slot) =>
        slot.Opcode != Opcode.SlotAddress ? [] : _uses[function].Accesses
            .Where(access => access.Slot == slot.Slot && access.User is { Opcode: Opcode.Store, Arguments: [_, { Type: IrType.Pointer }] })
            .Select(access => (access.Offset, access.User.Arguments[1]));

    /// <summary>Whether a callback, or whoever it gives it to, may write where a word of its context leads.</summary>
    private bool IsChanged(Function callback, long offset)
    {
        return Values(callback).Any(value => Written(value).Any(IsMeant));

        bool IsMeant(Value address) => AddressRoots.Of(address).Any(root => WordOf(callback, root) == offset);
    }

    private static IEnumerable<Value> Values(Function function) => function.Blocks.SelectMany(block => block.Values);

    private static IEnumerable<Value> Written(Value value) => value.Opcode switch
    {
        Opcode.Load => [],
        Opcode.Copy or Opcode.Zero or Opcode.Atomic => [value.Arguments[0]],
        Opcode.Store or Opcode.Call or Opcode.CallHelper or Opcode.CallKfunc =>
            value.Arguments.Where(argument => argument.Type == IrType.Pointer),
        _ => [],
    };

    /// <summary>The offset in the context that an address was loaded from; null for other values.</summary>
    private static long? WordOf(Function function, Value root) =>
        root is { Opcode: Opcode.Load, Type: IrType.Pointer, Arguments: [{ Opcode: Opcode.Parameter } context] }
        && context.Immediate == function.Callback?.ContextParameter ? root.Immediate : null;

    private bool MayBeOnStack(Function function, Value address) => AddressRoots.Of(address).Exists(root =>
        root.Opcode is Opcode.SlotAddress or Opcode.Load || (root.Opcode == Opcode.Parameter && !function.IsEntry && function.Callback is null));

    private void Share(Function function, Value address)
    {
        foreach (Value root in AddressRoots.Of(address))
        {
            if (root.Opcode == Opcode.SlotAddress)
                Share(_slots, root.Slot);
            else if (root.Opcode == Opcode.Parameter && !function.IsEntry && function.Callback is null)
                Share(_parameters, (function, root.Immediate));
            else if (WordOf(function, root) is { } offset)
                Share(_words, (function, offset));
        }
    }

    private void Share<T>(HashSet<T> shared, T item) => _changed |= shared.Add(item);

    private bool IsShared(Function function, Value address) => AddressRoots.Of(address).Exists(root => root.Opcode switch
    {
        Opcode.SlotAddress => _slots.Contains(root.Slot),
        Opcode.Parameter => _parameters.Contains((function, root.Immediate)),
        Opcode.Load => WordOf(function, root) is { } offset ? _words.Contains((function, offset))
            : IsShared(function, root.Arguments[0])
                || Stored(function, root.Arguments[0]).Any(stored => stored.Address != root && IsShared(function, stored.Address)),
        _ => false,
    });

    /// <summary>Copies of shared memory are as unknown as it is.</summary>
    private void Hide(Function function, UnknownNumbers numbers)
    {
        do
        {
            _changed = false;
            foreach (Value copy in Values(function).Where(value => value.Opcode == Opcode.Copy && IsShared(function, value.Arguments[1])))
                Share(function, copy.Arguments[0]);
        }
        while (_changed);

        foreach (BasicBlock block in function.Blocks)
            numbers.Hide(function, block, [.. block.Values.Where(IsNumber)]);

        bool IsNumber(Value value) =>
            value is { Opcode: Opcode.Load or Opcode.Atomic, Type: IrType.Bool or IrType.I32 or IrType.I64 } && IsShared(function, value.Arguments[0]);
    }
}
