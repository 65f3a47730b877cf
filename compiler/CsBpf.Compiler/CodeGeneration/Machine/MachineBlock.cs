using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Machine;

/// <summary>
/// Instructions in a straight line. The last may be a conditional jump to the first successor, and control goes on at the second; with one
/// successor control goes on there; with none the last instruction is an exit.
/// </summary>
/// <param name="id">The number in the function.</param>
internal sealed class MachineBlock(int id)
{
    /// <summary>The number in the function.</summary>
    public int Id { get; } = id;

    /// <summary>The instructions.</summary>
    public List<MachineInstruction> Instructions { get; } = [];

    /// <summary>Where control goes: 0, 1 or 2 blocks.</summary>
    public List<MachineBlock> Successors { get; } = [];

    /// <summary>How many loops the block is in.</summary>
    public int LoopDepth { get; set; }

    /// <summary>The conditional jump at the end, where there is one.</summary>
    public MachineInstruction? Branch => Instructions is [.., { Form.IsConditionalJump: true } last] ? last : null;

    /// <summary>Where a jump or an exit at the end stands, or else the end: where copies for the successor go.</summary>
    public int EndIndex => Instructions is [.., { Form: { IsConditionalJump: true } or { IsExit: true } }] ? Instructions.Count - 1 : Instructions.Count;

    /// <inheritdoc/>
    public override string ToString() => $"m{Id}";
}
