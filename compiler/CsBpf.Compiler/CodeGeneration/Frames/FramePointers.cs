using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Frames;

/// <summary>Which stack memory each register may point into. Registers are the machine's.</summary>
internal sealed class FramePointers
{
    private readonly MachineFunction _function;
    private readonly Dictionary<MachineBlock, BitSet[]> _atStart;

    private FramePointers(MachineFunction function)
    {
        _function = function;
        _atStart = function.Blocks.ToDictionary(block => block, _ => Empty());
    }

    /// <summary>The memory whose address is in memory itself: it may be used from anywhere.</summary>
    public HashSet<int> Escaped { get; } = [];

    /// <summary>Analyses a function.</summary>
    public static FramePointers Analyze(MachineFunction function)
    {
        var pointers = new FramePointers(function);
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                BitSet[] registers = pointers.AtStart(block);
                foreach (MachineInstruction instruction in block.Instructions)
                    pointers.Step(registers, instruction);
                foreach (MachineBlock successor in block.Successors)
                    changed |= pointers.JoinInto(successor, registers);
            }
        }

        return pointers;
    }

    /// <summary>What the registers point into at the start of a block; the caller's own, for <see cref="Step"/>.</summary>
    public BitSet[] AtStart(MachineBlock block) => [.. _atStart[block].Select(set => set.Copy())];

    /// <summary>Goes from before an instruction to after it.</summary>
    public void Step(BitSet[] registers, MachineInstruction instruction)
    {
        if (instruction.Form.IsCall)
            StepCall(registers, instruction);
        else if (instruction.IsFrameAddress)
            Set(registers, instruction.Destination, instruction.Frame!.Index);
        else if (instruction.IsMove)
            registers[instruction.Destination.Index] = registers[instruction.Source.Index].Copy();
        else if (instruction.Form.IsAlu && instruction.ReadsDestination && instruction.ReadsSource)
            registers[instruction.Destination.Index].UnionWith(registers[instruction.Source.Index]);
        else if (instruction.WritesDestination && !instruction.ReadsDestination)
            registers[instruction.Destination.Index].Clear();
        else if (instruction.Form.Class == InstructionClass.StoreRegister)
            Escaped.UnionWith(registers[instruction.Source.Index].Members());
    }

    /// <summary>A helper gives no address of ours back; other functions might.</summary>
    private static void StepCall(BitSet[] registers, MachineInstruction call)
    {
        BitSet passed = registers[Register.Argument(0).Index].Copy();
        for (int i = 0; i < call.ArgumentCount; i++)
            passed.UnionWith(registers[Register.Argument(i).Index]);
        foreach (Register clobbered in call.Definitions)
            registers[clobbered.Index].Clear();
        if (call.Symbol is not null)
            registers[Register.Result.Index] = passed;
    }

    private static void Set(BitSet[] registers, Register register, int memory)
    {
        registers[register.Index].Clear();
        registers[register.Index].Add(memory);
    }

    private bool JoinInto(MachineBlock block, BitSet[] registers)
    {
        bool grew = false;
        for (int i = 0; i < registers.Length; i++)
            grew |= _atStart[block][i].UnionWith(registers[i]);
        return grew;
    }

    private BitSet[] Empty() => [.. Enumerable.Range(0, Register.MachineCount).Select(_ => new BitSet(_function.Frame.Count))];
}
