using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Registers;

/// <summary>
/// Moves registers to the stack: a store after each definition, a load into a temporary register before each use. What one instruction makes
/// from nothing is made again instead. A temporary serves the next few instructions too, until a call, and behind a branch: what a comparison
/// tells about it older verifiers don't know of the copy on the stack, unless that was named.
/// </summary>
internal sealed class SpillCode
{
    /// <summary>The kernel whose verifier knows by itself that what is loaded again is what was spilled.</summary>
    public static readonly Version NamedCopies = new(6, 9);

    private readonly MachineFunction _function;
    private readonly HashSet<Register> _spilled;
    private readonly HashSet<Register> _temporaries;
    private readonly int _window;
    private readonly Dictionary<Register, MachineInstruction> _rematerializable;
    private readonly HashSet<Register> _named;
    private readonly Dictionary<Register, FrameObject> _homes = [];
    private readonly Dictionary<Register, (Register Temporary, int Place)> _held = [];
    private List<MachineInstruction> _instructions = [];
    private int _place;

    private SpillCode(MachineFunction function, HashSet<Register> spilled, HashSet<Register> temporaries, int window, bool namesCopies)
    {
        _function = function;
        _spilled = spilled;
        _temporaries = temporaries;
        _window = window;
        _rematerializable = FindRematerializable(function);
        _named = namesCopies ? FindLimited(function) : [];
    }

    /// <summary>Spills registers.</summary>
    /// <param name="function">The function.</param>
    /// <param name="spilled">The registers to spill.</param>
    /// <param name="temporaries">Gets the registers of the spill code.</param>
    /// <param name="window">How many instructions on a temporary may still serve, at least 1.</param>
    /// <param name="namesCopies">Whether copies are named, where comparisons tell the verifier about one what it must know of another.</param>
    public static void Insert(MachineFunction function, HashSet<Register> spilled, HashSet<Register> temporaries, int window, bool namesCopies)
    {
        var code = new SpillCode(function, spilled, temporaries, window, namesCopies);
        ILookup<MachineBlock, MachineBlock> predecessors = function.Blocks
            .SelectMany(block => block.Successors.Select(successor => (Block: block, Successor: successor)))
            .ToLookup(edge => edge.Successor, edge => edge.Block);
        MachineBlock? before = null;
        foreach (MachineBlock block in function.Blocks)
        {
            if (!predecessors[block].All(predecessor => predecessor == before))
                code._held.Clear();
            code.Rewrite(block);
            before = block;
        }
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

    private static HashSet<Register> FindLimited(MachineFunction function) =>
    [
        .. function.Blocks.SelectMany(block => block.Instructions).Where(instruction => instruction.TellsLimit)
            .SelectMany(comparison => comparison.Uses.ToArray()),
    ];

    private void Rewrite(MachineBlock block)
    {
        _instructions = [];
        for (int i = 0; i < block.Instructions.Count; i++, _place++)
        {
            MachineInstruction? next = i + 1 < block.Instructions.Count ? block.Instructions[i + 1] : null;
            Rewrite(block.Instructions[i], next);
            if (block.Instructions[i].Form.IsCall)
                _held.Clear();
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(_instructions);
    }

    private void Rewrite(MachineInstruction instruction, MachineInstruction? next)
    {
        Register destination = instruction.Destination;
        bool spillsDestination = (instruction.ReadsDestination || instruction.WritesDestination) && _spilled.Contains(destination);
        Register source = instruction.Source;
        bool spillsSource = instruction.ReadsSource && _spilled.Contains(source);
        if (spillsDestination && instruction.WritesDestination && _rematerializable.ContainsKey(destination))
            return;

        // What the next instruction goes on computing with stays in its temporary.
        bool goesOn = spillsDestination && next is { ReadsDestination: true, WritesDestination: true } && next.Destination == destination;
        if (instruction.IsMove && !goesOn && (spillsDestination || spillsSource))
        {
            RewriteMove(instruction, spillsDestination, spillsSource);
            return;
        }

        if (spillsSource)
            instruction.Source = Read(source, instruction);
        if (spillsDestination)
            instruction.Destination = instruction.ReadsDestination ? Read(destination, instruction) : Hold(destination);
        _instructions.Add(instruction);
        if (spillsDestination && instruction.WritesDestination && !goesOn)
            Store(instruction.Destination, destination, instruction);
        if (spillsSource && instruction.WritesSource)
            Store(instruction.Source, source, instruction);
    }

    /// <summary>A copy from or to the stack is a load or a store.</summary>
    private void RewriteMove(MachineInstruction move, bool spillsDestination, bool spillsSource)
    {
        if (spillsDestination)
        {
            _held.Remove(move.Destination);
            Store(spillsSource ? Read(move.Source, move) : move.Source, move.Destination, move);
        }
        else if (Held(move.Source) is { } temporary)
        {
            move.Source = temporary;
            _instructions.Add(move);
        }
        else
        {
            Load(move.Source, move.Destination, move);
        }
    }

    /// <summary>The temporary that has a spilled register's value; loaded where none has it any more.</summary>
    private Register Read(Register spilled, MachineInstruction user)
    {
        if (Held(spilled) is { } held)
        {
            _held[spilled] = (held, _place);
            return held;
        }

        Register temporary = Hold(spilled);
        Load(spilled, temporary, user);
        return temporary;
    }

    private Register? Held(Register spilled) =>
        _held.TryGetValue(spilled, out (Register Temporary, int Place) held) && _place - held.Place <= _window ? held.Temporary : null;

    private Register Hold(Register spilled)
    {
        Register temporary = _function.NewRegister();
        _temporaries.Add(temporary);
        _held[spilled] = (temporary, _place);
        return temporary;
    }

    private void Load(Register spilled, Register destination, MachineInstruction user) => _instructions.Add(
        _rematerializable.TryGetValue(spilled, out MachineInstruction? definition)
            ? definition.WithDestination(destination)
            : new(BpfInstruction.Load(MemorySize.DoubleWord, default, default, 0), destination, Register.FramePointer, user.Location) { Frame = HomeOf(spilled) });

    private void Store(Register source, Register spilled, MachineInstruction user)
    {
        if (_named.Contains(spilled))
            _instructions.Add(new(BpfInstruction.Mov(default, default(BpfRegister)), source, source, user.Location) { NamesContent = true });
        _instructions.Add(
            new(BpfInstruction.Store(MemorySize.DoubleWord, default, 0, default), Register.FramePointer, source, user.Location) { Frame = HomeOf(spilled) });
    }

    private FrameObject HomeOf(Register spilled)
    {
        if (!_homes.TryGetValue(spilled, out FrameObject? home))
            _homes[spilled] = home = _function.NewHome(spilled);
        return home;
    }
}
