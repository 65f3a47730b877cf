using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization;

/// <summary>Removes the values that neither an effect nor a terminator needs, cycles of phis among them, and slots that nobody names.</summary>
internal static class DeadCode
{
    public static void Run(Function function)
    {
        var needed = new bool[function.ValueBound];
        var work = new Stack<Value>();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values)
            {
                if (!value.IsRemovable)
                    Need(value);
            }

            if (block.Control is not null)
                Need(block.Control);
        }

        var slots = new HashSet<StackSlot>();
        while (work.TryPop(out Value? value))
        {
            if (value.Opcode == Opcode.SlotAddress)
                slots.Add(value.Slot);
            foreach (Value argument in value.Arguments)
                Need(argument);
        }

        foreach (BasicBlock block in function.Blocks)
            block.Values.RemoveAll(value => !needed[value.Id]);
        function.Slots.RemoveAll(slot => !slots.Contains(slot));

        void Need(Value value)
        {
            if (needed[value.Id])
                return;
            needed[value.Id] = true;
            work.Push(value);
        }
    }
}
