using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Machine;

/// <summary>A function as instructions of the machine, between selection and emission.</summary>
/// <param name="source">The function that it comes from.</param>
internal sealed class MachineFunction(Function source)
{
    private int _nextBlock;

    /// <summary>The function that it comes from.</summary>
    public Function Source { get; } = source;

    /// <summary>The blocks; the first is the entry.</summary>
    public List<MachineBlock> Blocks { get; } = [];

    /// <summary>The stack memory.</summary>
    public List<FrameObject> Frame { get; } = [];

    /// <summary>How many registers there are, the machine's among them.</summary>
    public int RegisterCount { get; private set; } = Register.MachineCount;

    /// <summary>The bytes of stack that the frame takes; known after the frame's layout.</summary>
    public int StackSize { get; set; }

    /// <summary>Makes a virtual register.</summary>
    public Register NewRegister() => new(RegisterCount++);

    /// <summary>Makes a block that stands nowhere yet.</summary>
    public MachineBlock NewBlock(int loopDepth) => new(_nextBlock++) { LoopDepth = loopDepth };

    /// <summary>Makes stack memory.</summary>
    public FrameObject NewFrameObject(string name, int size, int alignment) => Add(new(Frame.Count, name, size, alignment, isHome: false));

    /// <summary>Makes the home of a spilled register.</summary>
    public FrameObject NewHome(Register spilled) => Add(new(Frame.Count, $"spill of {spilled}", 8, 8, isHome: true));

    private FrameObject Add(FrameObject memory)
    {
        Frame.Add(memory);
        return memory;
    }

    /// <summary>The predecessors of each block, by <see cref="MachineBlock.Id"/>.</summary>
    public Dictionary<MachineBlock, List<MachineBlock>> Predecessors()
    {
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = Blocks.ToDictionary(block => block, _ => new List<MachineBlock>());
        foreach (MachineBlock block in Blocks)
        {
            foreach (MachineBlock successor in block.Successors)
                predecessors[successor].Add(block);
        }

        return predecessors;
    }
}
