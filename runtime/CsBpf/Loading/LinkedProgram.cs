using CsBpf.Object.Instructions;

namespace CsBpf;

/// <summary>
/// A program with the functions that it calls, in one row as the kernel wants it. Indexed by slots: a wide load takes two.
/// </summary>
internal sealed class LinkedProgram
{
    private readonly List<BpfInstruction> _slots = [];

    private LinkedProgram()
    {
    }

    /// <summary>The name of the program.</summary>
    public string Name => Functions[0].Function.Name;

    /// <summary>The instructions; the second slot of a wide load is empty.</summary>
    public List<BpfInstruction> Slots => _slots;

    /// <summary>The functions, each with its first slot; the program's own comes first.</summary>
    public List<(int Slot, FunctionSpec Function)> Functions { get; } = [];

    /// <summary>The relocations that are left, all but those between functions.</summary>
    public List<CodeRelocation> Relocations { get; } = [];

    /// <summary>What cannot run on this kernel, by slot: the reason to tell if the verifier gets there.</summary>
    public Dictionary<int, string> Unreachable { get; } = [];

    /// <summary>Puts a program and all that it calls in a row.</summary>
    public static LinkedProgram Link(FunctionSpec program)
    {
        var linked = new LinkedProgram();
        var starts = new Dictionary<FunctionSpec, int>();
        linked.Follow(program, starts);
        // After all that is called: nothing refers to it but the program's BTF.
        if (program.ExceptionCallback is { } callback && !starts.ContainsKey(callback))
            linked.Follow(callback, starts);

        return linked;
    }

    /// <summary>The source of an instruction, where the object tells.</summary>
    public SourceLocation? LocationOf(int slot)
    {
        var (start, function) = Functions.LastOrDefault(entry => entry.Slot <= slot);
        if (function is null || function.Lines.IsEmpty)
            return null;

        LineSpec? line = null;
        foreach (var candidate in function.Lines)
        {
            if (start + candidate.Slot <= slot)
                line = candidate;
        }

        return line is { Info: var info } ? new SourceLocation(info.File, (int)info.Line, (int)info.Column, info.Text.Trim()) : null;
    }

    /// <summary>Makes an instruction one that the verifier refuses if the program can get to it, and remembers why.</summary>
    /// <param name="slot">The instruction.</param>
    /// <param name="helper">A number that no helper has: the verifier prints it.</param>
    /// <param name="reason">What this kernel lacks.</param>
    public void Poison(int slot, int helper, string reason)
    {
        int slots = _slots[slot].Slots;
        for (int i = slot; i < slot + slots; i++)
            _slots[i] = BpfInstruction.Call(helper);
        Unreachable[slot] = reason;
    }

    /// <summary>The bytes of the instructions, for this machine.</summary>
    public byte[] Encode()
    {
        byte[] bytes = new byte[_slots.Count * BpfInstruction.SlotSize];
        for (int slot = 0; slot < _slots.Count; slot += _slots[slot].Slots)
            InstructionCodec.Encode(_slots[slot], bytes.AsSpan(slot * BpfInstruction.SlotSize), !BitConverter.IsLittleEndian);
        return bytes;
    }

    /// <summary>
    /// Appends a function and all that it calls, each before what is called behind it: libbpf's order. With a stack of its own, for an
    /// object may have a chain of calls of any length.
    /// </summary>
    private void Follow(FunctionSpec first, Dictionary<FunctionSpec, int> starts)
    {
        var pending = new Stack<(int Start, FunctionSpec Function, int Next)>();
        pending.Push((Append(first, starts), first, 0));
        while (pending.TryPop(out var caller))
        {
            var (start, function, next) = caller;
            if (next == function.Relocations.Length)
                continue;

            pending.Push((start, function, next + 1));
            var moved = function.Relocations[next] with { Slot = start + function.Relocations[next].Slot };
            if (moved is not FunctionRelocation call)
            {
                Relocations.Add(moved);
                continue;
            }

            if (!starts.TryGetValue(call.Function, out int target))
            {
                target = Append(call.Function, starts);
                pending.Push((target, call.Function, 0));
            }

            Connect(call, target);
        }
    }

    private int Append(FunctionSpec function, Dictionary<FunctionSpec, int> starts)
    {
        int start = _slots.Count;
        starts.Add(function, start);
        Functions.Add((start, function));
        foreach (var instruction in function.Instructions)
        {
            _slots.Add(instruction);
            if (instruction.Slots == 2)
                _slots.Add(default);
        }

        return start;
    }

    private void Connect(FunctionRelocation call, int target)
    {
        var instruction = _slots[call.Slot];
        int distance = target - call.Slot - 1;
        _slots[call.Slot] = instruction.IsCall
            ? BpfInstruction.CallFunction(distance)
            : BpfInstruction.LoadFunction(instruction.Destination, distance);
    }
}
