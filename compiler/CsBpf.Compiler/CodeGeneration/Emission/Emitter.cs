using System.Collections.Immutable;
using CsBpf.Compiler.CodeGeneration.Layout;
using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Emission;

/// <summary>Turns ordered blocks on the machine's registers into the instructions of a function, with jumps by distance.</summary>
internal sealed class Emitter
{
    private readonly MachineFunction _function;
    private readonly BpfIsa _isa;
    private readonly HashSet<MachineBlock> _returning;
    private readonly List<BpfInstruction> _instructions = [];
    private readonly List<SourceLocation> _locations = [];
    private readonly List<SymbolUse> _symbols = [];
    private readonly List<CoreUse> _cores = [];
    private readonly List<(int Instruction, MachineBlock Target)> _jumps = [];
    private readonly Dictionary<MachineBlock, int> _starts = [];

    private Emitter(MachineFunction function, BpfIsa isa)
    {
        _function = function;
        _isa = isa;
        _returning = ReturningBlocks.Find(function, isa);
    }

    /// <summary>Emits a function.</summary>
    /// <exception cref="CodeGenerationException">A jump leads too far.</exception>
    public static FunctionCode Emit(MachineFunction function, BpfIsa isa)
    {
        var emitter = new Emitter(function, isa);
        for (int i = 0; i < function.Blocks.Count; i++)
            emitter.EmitBlock(function.Blocks[i], i + 1 < function.Blocks.Count ? function.Blocks[i + 1] : null);
        emitter.SetDistances();
        return new(
            function.Source, [.. emitter._instructions], [.. emitter._locations], [.. emitter._symbols], [.. emitter._cores], function.StackSize);
    }

    private void EmitBlock(MachineBlock block, MachineBlock? next)
    {
        _starts[block] = _instructions.Count;
        foreach (MachineInstruction instruction in block.Instructions)
        {
            if (instruction != block.Branch)
                EmitInstruction(instruction);
        }

        if (block.Branch is { } branch)
            EmitBranch(branch, block.Successors[0], block.Successors[1], next);
        else if (block.Successors is [var successor] && (successor != next || _returning.Contains(block)))
            EmitJump(successor, block.Instructions.Count > 0 ? block.Instructions[^1].Location : successor.Instructions[0].Location);
    }

    private void EmitBranch(MachineInstruction branch, MachineBlock taken, MachineBlock other, MachineBlock? next)
    {
        if (taken == next && branch.TryNegate(_isa))
            (taken, other) = (other, taken);
        _jumps.Add((_instructions.Count, taken));
        EmitInstruction(branch);
        if (other != next)
            EmitJump(other, branch.Location);
    }

    private void EmitJump(MachineBlock target, SourceLocation location)
    {
        _jumps.Add((_instructions.Count, target));
        Add(BpfInstruction.Jump(0), location);
    }

    private void EmitInstruction(MachineInstruction instruction)
    {
        if (instruction.Symbol is { } symbol)
            _symbols.Add(new(_instructions.Count, symbol));
        if (instruction.Core is { } core)
            _cores.Add(new(_instructions.Count, core));

        BpfRegister destination = instruction.Destination.Machine;
        if (instruction.IsFrameAddress)
        {
            Add(BpfInstruction.Mov(destination, BpfRegister.R10), instruction.Location);
            Add(BpfInstruction.Alu(AluOperation.Add, destination, instruction.Frame!.Offset + (int)instruction.Form.Immediate), instruction.Location);
            return;
        }

        BpfInstruction form = instruction.Form with { Offset = (short)(instruction.Form.Offset + (instruction.Frame?.Offset ?? 0)) };
        if (instruction.ReadsDestination || instruction.WritesDestination)
            form = form with { Destination = destination };
        if (instruction.ReadsSource)
            form = form with { Source = (byte)instruction.Source.Machine };
        Add(form, instruction.Location);
    }

    private void Add(BpfInstruction instruction, SourceLocation location)
    {
        _instructions.Add(instruction);
        _locations.Add(location);
    }

    private void SetDistances()
    {
        int[] slots = new int[_instructions.Count + 1];
        for (int i = 0; i < _instructions.Count; i++)
            slots[i + 1] = slots[i] + _instructions[i].Slots;

        foreach ((int index, MachineBlock target) in _jumps)
        {
            int distance = slots[_starts[target]] - slots[index + 1];
            BpfInstruction jump = _instructions[index];
            _instructions[index] = distance is >= short.MinValue and <= short.MaxValue ? jump with { Offset = (short)distance }
                : !jump.IsConditionalJump && _isa >= BpfIsa.V4 ? BpfInstruction.JumpLong(distance)
                : throw new CodeGenerationException(
                    CodeGenerationError.JumpTooFar,
                    _function.Source,
                    $"A jump in '{_function.Source.Name}' leads over {Math.Abs(distance)} instructions, {short.MaxValue} is the limit.",
                    location: _locations[index]);
        }
    }
}
