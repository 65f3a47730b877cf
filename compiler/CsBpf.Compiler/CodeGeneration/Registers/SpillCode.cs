using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>
/// Moves registers to the stack: a store after each definition, a load into a register of its own before each use. What one instruction makes
/// from nothing is made again instead.
/// </summary>
internal sealed class SpillCode
{
    private readonly MachineFunction _function;
    private readonly HashSet<Register> _spilled;
    private readonly HashSet<Register> _unspillable;
    private readonly Dictionary<Register, MachineInstruction> _rematerializable;
    private readonly Dictionary<Register, FrameObject> _homes = [];
    private List<MachineInstruction> _instructions = [];

    private SpillCode(MachineFunction function, HashSet<Register> spilled, HashSet<Register> unspillable)
    {
        _function = function;
        _spilled = spilled;
        _unspillable = unspillable;
        _rematerializable = FindRematerializable(function);
    }

    /// <summary>Spills registers.</summary>
    /// <param name="function">The function.</param>
    /// <param name="spilled">The registers to spill.</param>
    /// <param name="unspillable">Gets the registers of the spill code, which live for one instruction.</param>
    public static void Insert(MachineFunction function, HashSet<Register> spilled, HashSet<Register> unspillable)
    {
        var code = new SpillCode(function, spilled, unspillable);
        foreach (MachineBlock block in function.Blocks)
            code.Rewrite(block);
    }

    /// <summary>The registers with one definition that depends on nothing, and that definition.</summary>
    public static Dictionary<Register, MachineInstruction> FindRematerializable(MachineFunction function)
    {
        Dictionary<Register, MachineInstruction> found = [];
        HashSet<Register> defined = [];
        foreach (MachineInstruction instruction in function.Blocks.SelectMany(block => block.Instructions))
        {
            foreach (Register register in instruction.Definitions)
            {
                if (!defined.Add(register))
                    found.Remove(register);
                else if (register.IsVirtual && instruction.IsRematerializable)
                    found.Add(register, instruction);
            }
        }

        return found;
    }

    private void Rewrite(MachineBlock block)
    {
        _instructions = [];
        foreach (MachineInstruction instruction in block.Instructions)
        {
            bool spillsDestination = _spilled.Contains(instruction.Destination);
            bool spillsSource = instruction.ReadsSource && _spilled.Contains(instruction.Source);
            if (spillsDestination && _rematerializable.ContainsKey(instruction.Destination) && instruction.WritesDestination)
                continue;
            if (instruction.IsMove && (spillsDestination || spillsSource))
                RewriteMove(instruction, spillsDestination, spillsSource);
            else
                RewriteOperands(instruction, spillsDestination, spillsSource);
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(_instructions);
    }

    /// <summary>A copy from or to the stack is a load or a store.</summary>
    private void RewriteMove(MachineInstruction move, bool spillsDestination, bool spillsSource)
    {
        if (!spillsDestination)
            Load(move.Source, move.Destination, move);
        else
            Store(spillsSource ? LoadTemporary(move.Source, move) : move.Source, move.Destination, move);
    }

    private void RewriteOperands(MachineInstruction instruction, bool spillsDestination, bool spillsSource)
    {
        Register destination = instruction.Destination;
        if (spillsSource)
            instruction.Source = LoadTemporary(instruction.Source, instruction);
        if (spillsDestination)
            instruction.Destination = instruction.ReadsDestination ? LoadTemporary(destination, instruction) : NewTemporary();
        _instructions.Add(instruction);
        if (spillsDestination && instruction.WritesDestination)
            Store(instruction.Destination, destination, instruction);
    }

    private Register LoadTemporary(Register spilled, MachineInstruction user)
    {
        Register temporary = NewTemporary();
        Load(spilled, temporary, user);
        return temporary;
    }

    private void Load(Register spilled, Register destination, MachineInstruction user) => _instructions.Add(
        _rematerializable.TryGetValue(spilled, out MachineInstruction? definition)
            ? definition.WithDestination(destination)
            : new(BpfInstruction.Load(MemorySize.DoubleWord, default, default, 0), destination, Register.FramePointer, user.Location) { Frame = HomeOf(spilled) });

    private void Store(Register source, Register spilled, MachineInstruction user) => _instructions.Add(
        new(BpfInstruction.Store(MemorySize.DoubleWord, default, 0, default), Register.FramePointer, source, user.Location) { Frame = HomeOf(spilled) });

    private Register NewTemporary()
    {
        Register temporary = _function.NewRegister();
        _unspillable.Add(temporary);
        return temporary;
    }

    private FrameObject HomeOf(Register spilled)
    {
        if (!_homes.TryGetValue(spilled, out FrameObject? home))
            _homes[spilled] = home = _function.NewFrameObject($"spill of {spilled}", 8, 8);
        return home;
    }
}
