using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Frames;

/// <summary>
/// Which stack memory is in use at the same time and so can't be at the same place. Memory is in use between a mention of it and the next; what
/// it held before all of its bytes are overwritten, one store after the other, is not wanted.
/// </summary>
internal sealed class FrameInterference
{
    private readonly MachineFunction _function;
    private readonly Dictionary<MachineInstruction, BitSet> _mentions = [];
    private readonly Dictionary<MachineBlock, BitSet> _mentionedBefore;
    private readonly Dictionary<MachineBlock, BitSet> _wantedAtStart;
    private readonly BitSet[] _rows;

    private FrameInterference(MachineFunction function)
    {
        _function = function;
        _mentionedBefore = function.Blocks.ToDictionary(block => block, _ => NewSet());
        _wantedAtStart = function.Blocks.ToDictionary(block => block, _ => NewSet());
        _rows = [.. function.Frame.Select(_ => NewSet())];
    }

    /// <summary>Whether two pieces of memory are in use at the same time.</summary>
    public bool Interfere(FrameObject left, FrameObject right) => _rows[left.Index].Contains(right.Index);

    /// <summary>Analyses a function on the machine's registers.</summary>
    public static FrameInterference Analyze(MachineFunction function)
    {
        var interference = new FrameInterference(function);
        interference.CollectMentions();
        interference.SpreadForward();
        interference.SpreadBackward();
        foreach (MachineBlock block in function.Blocks)
            interference.FillRows(block);
        return interference;
    }

    private void CollectMentions()
    {
        FramePointers pointers = FramePointers.Analyze(_function);
        foreach (MachineBlock block in _function.Blocks)
        {
            BitSet[] registers = pointers.AtStart(block);
            foreach (MachineInstruction instruction in block.Instructions)
            {
                BitSet mentioned = NewSet();
                if (instruction.Frame is { } memory)
                    mentioned.Add(memory.Index);
                foreach (Register used in instruction.Uses)
                    mentioned.UnionWith(registers[used.Index]);
                _mentions[instruction] = mentioned;
                pointers.Step(registers, instruction);
            }
        }

        // Who finds an address in memory may use it anywhere.
        foreach (int escaped in pointers.Escaped)
        {
            foreach (MachineInstruction instruction in _mentions.Keys)
                _mentions[instruction].Add(escaped);
        }
    }

    private void SpreadForward()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (MachineBlock block in _function.Blocks)
            {
                BitSet mentioned = _mentionedBefore[block].Copy();
                foreach (MachineInstruction instruction in block.Instructions)
                    mentioned.UnionWith(_mentions[instruction]);
                foreach (MachineBlock successor in block.Successors)
                    changed |= _mentionedBefore[successor].UnionWith(mentioned);
            }
        }
    }

    private void SpreadBackward()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = _function.Blocks.Count - 1; i >= 0; i--)
            {
                MachineBlock block = _function.Blocks[i];
                BitSet wanted = WantedAtEnd(block);
                var overwritten = new OverwrittenMemory();
                for (int j = block.Instructions.Count - 1; j >= 0; j--)
                    StepBack(wanted, overwritten, block.Instructions[j]);
                changed |= _wantedAtStart[block].UnionWith(wanted);
            }
        }
    }

    private BitSet WantedAtEnd(MachineBlock block)
    {
        BitSet wanted = NewSet();
        foreach (MachineBlock successor in block.Successors)
            wanted.UnionWith(_wantedAtStart[successor]);
        return wanted;
    }

    private void StepBack(BitSet wanted, OverwrittenMemory overwritten, MachineInstruction instruction)
    {
        BitSet mentioned = _mentions[instruction];
        wanted.UnionWith(mentioned);
        if (overwritten.StepBack(instruction, mentioned) is { } memory)
            wanted.Remove(memory.Index);
    }

    private void FillRows(MachineBlock block)
    {
        // What was mentioned before each instruction, to meet what is wanted after it on the way back.
        List<BitSet> before = [];
        BitSet mentioned = _mentionedBefore[block].Copy();
        foreach (MachineInstruction instruction in block.Instructions)
        {
            before.Add(mentioned.Copy());
            mentioned.UnionWith(_mentions[instruction]);
        }

        BitSet wanted = WantedAtEnd(block);
        var overwritten = new OverwrittenMemory();
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            BitSet inUse = wanted.Copy();
            inUse.IntersectWith(before[i]);
            inUse.UnionWith(_mentions[block.Instructions[i]]);
            foreach (int member in inUse.Members())
                _rows[member].UnionWith(inUse);
            StepBack(wanted, overwritten, block.Instructions[i]);
        }
    }

    private BitSet NewSet() => new(_function.Frame.Count);
}
