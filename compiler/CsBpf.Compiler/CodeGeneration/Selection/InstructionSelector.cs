using CsBpf.Compiler.CodeGeneration.Core;
using CsBpf.Compiler.CodeGeneration.Lowering;
using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Ranges;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Selection;

/// <summary>
/// Turns lowered SSA into instructions on virtual registers. A value gets its register where it stands in the SSA; what one instruction gives
/// without operands (constants, addresses) is made anew at each use, and comparisons become part of the branches that ask them.
/// </summary>
internal sealed partial class InstructionSelector
{
    private readonly Function _function;
    private readonly CoreValues _core;
    private readonly BpfIsa _isa;
    private readonly MachineFunction _machine;
    private readonly ValueUses _uses;
    private readonly LastUses _lastUses;
    private readonly HashSet<Value> _upperZero;
    private readonly VerifierNumbers _verifierNumbers;
    private readonly Dictionary<Value, Register> _registers = [];
    private readonly Dictionary<BasicBlock, MachineBlock> _blocks = [];
    private readonly Dictionary<StackSlot, FrameObject> _slots = [];

    /// <summary>Where instructions go.</summary>
    private MachineBlock _block;

    /// <summary>The C# that instructions come from.</summary>
    private SourceLocation _location;

    private InstructionSelector(Function function, CoreValues core, BpfIsa isa)
    {
        _function = function;
        _core = core;
        _isa = isa;
        _machine = new MachineFunction(function);
        _uses = new ValueUses(function);
        _lastUses = new LastUses(function, _uses);
        _upperZero = UpperHalves.FindZero(function, isa);
        _verifierNumbers = new VerifierNumbers(function, new DominatorTree(function));
        Dictionary<BasicBlock, int> depths = LoopDepths.Find(function);
        foreach (BasicBlock block in function.Blocks)
            _blocks[block] = _machine.NewBlock(depths[block]);
        _block = _blocks[function.Entry];
    }

    /// <summary>Selects the instructions of a function.</summary>
    public static MachineFunction Select(Function function, CoreValues core, BpfIsa isa)
    {
        var selector = new InstructionSelector(function, core, isa);
        foreach (BasicBlock block in function.Blocks)
            selector.SelectBlock(block);
        return selector._machine;
    }

    private void SelectBlock(BasicBlock block)
    {
        _block = _blocks[block];
        _machine.Blocks.Add(_block);
        if (block == _function.Entry)
            TakeParameters();
        foreach (Value value in block.Values)
        {
            _location = value.Location;
            SelectValue(value);
        }

        _location = block.TerminatorLocation;
        SelectTerminator(block);
    }

    private void TakeParameters()
    {
        _location = _function.Location;
        if (_function.ParameterTypes.Length > Register.MaxArguments)
        {
            throw new CodeGenerationException(
                CodeGenerationError.TooManyParameters,
                _function,
                $"'{_function.Name}' has {_function.ParameterTypes.Length} parameters, {Register.MaxArguments} is the limit.");
        }

        foreach (Value parameter in _function.Blocks.SelectMany(block => block.Values).Where(value => value.Opcode == Opcode.Parameter))
        {
            if (_uses.Count(parameter) > 0)
                Move(RegisterOf(parameter), Register.Argument((int)parameter.Immediate));
        }
    }

    private void SelectValue(Value value)
    {
        switch (value.Opcode)
        {
            case Opcode.Parameter or Opcode.Phi:
            case var _ when IsMadeAtUse(value) || _uses.IsPartOfTest(value):
                break;
            case Opcode.GlobalAddress:
                Make(value, RegisterOf(value));
                break;
            case Opcode.Add or Opcode.Subtract or Opcode.Multiply or Opcode.DivideSigned or Opcode.DivideUnsigned
                or Opcode.RemainderSigned or Opcode.RemainderUnsigned or Opcode.And or Opcode.Or or Opcode.Xor
                or Opcode.ShiftLeft or Opcode.ShiftRightSigned or Opcode.ShiftRightUnsigned or Opcode.PointerAdd:
                SelectBinary(value);
                break;
            case Opcode.Negate:
                MoveTo(RegisterOf(value), value.Arguments[0]);
                Emit(BpfInstruction.Negate(default, Is32(value)), RegisterOf(value));
                break;
            case Opcode.SwapBytes:
                MoveTo(RegisterOf(value), value.Arguments[0]);
                MemorySize size = value.Immediate switch { 16 => MemorySize.Half, 32 => MemorySize.Word, _ => MemorySize.DoubleWord };
                Emit(BpfInstruction.EndianSwap(_isa < BpfIsa.V4 ? EndianOrder.Big : EndianOrder.Swap, size, default), RegisterOf(value));
                break;
            case Opcode.SignExtend:
                SelectSignExtend(value);
                break;
            case Opcode.ZeroExtend:
                SelectZeroExtend(value);
                break;
            case Opcode.Truncate or Opcode.Reinterpret:
                MoveTo(RegisterOf(value), value.Arguments[0]);
                break;
            case Opcode.Equal or Opcode.NotEqual or Opcode.LessSigned or Opcode.LessOrEqualSigned
                or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned or Opcode.KfuncExists or Opcode.BudgetUsedUp:
                if (_uses.IsNeededAsValue(value))
                    SelectTruth(value);
                break;
            case Opcode.Select:
                SelectChoice(value);
                break;
            case Opcode.PacketStart or Opcode.PacketEnd:
                SelectPacketBound(value);
                break;
            case Opcode.Load:
                SelectLoad(value);
                break;
            case Opcode.Store:
                SelectStore(value);
                break;
            case Opcode.Atomic:
                SelectAtomic(value);
                break;
            case Opcode.CallHelper or Opcode.CallKfunc or Opcode.Call:
                SelectCall(value);
                break;
            default:
                throw new InvalidOperationException($"{value.Opcode} should have been lowered.");
        }
    }

    private void SelectTerminator(BasicBlock block)
    {
        switch (block.Terminator)
        {
            case TerminatorKind.Jump:
                CopyToPhis(block, block.Successors[0]);
                Continue(_blocks[block.Successors[0]]);
                break;
            case TerminatorKind.Branch:
                Branch(block.Control!, _blocks[block.Successors[0]], _blocks[block.Successors[1]]);
                break;
            case TerminatorKind.Return:
                if (block.Control is not null)
                    MoveToCleared(Register.Result, block.Control);
                Append(new(BpfInstruction.Exit(), default, default, _location) { ArgumentCount = block.Control is null ? 0 : 1 });
                break;
            default:
                throw new InvalidOperationException($"{block.Terminator} should have been lowered.");
        }
    }

    private void CopyToPhis(BasicBlock from, BasicBlock to)
    {
        List<(Register, Register)> copies = [];
        List<(Register, Value)> made = [];
        foreach (Value phi in to.Phis)
        {
            Value source = phi.Arguments[phi.Incoming.IndexOf(from)];
            if (IsMadeAtUse(source))
                made.Add((RegisterOf(phi), source));
            else
                copies.Add((RegisterOf(phi), RegisterOf(source)));
        }

        foreach ((Register destination, Register source) in ParallelCopy.Order(copies, _machine.NewRegister))
            Move(destination, source);
        foreach ((Register destination, Value source) in made)
            Make(source, destination);
    }

    /// <summary>True for what one instruction gives without operands: it is cheaper to make again than to keep.</summary>
    private bool IsMadeAtUse(Value value) => value.Opcode switch
    {
        Opcode.Constant or Opcode.SlotAddress or Opcode.MapAddress or Opcode.FunctionAddress or Opcode.CoreConstant => true,
        Opcode.GlobalAddress => _uses.IsArgumentOnly(value),
        Opcode.PointerAdd => value.Arguments is [{ Opcode: Opcode.SlotAddress }, { IsConstant: true } offset] && offset.Immediate == (int)offset.Immediate,
        _ => false,
    };

    /// <summary>Puts what <see cref="IsMadeAtUse"/> in a register.</summary>
    private void Make(Value value, Register destination)
    {
        switch (value.Opcode)
        {
            case Opcode.Constant:
                MakeConstant(value, destination);
                break;
            case Opcode.CoreConstant:
                MakeCoreConstant(value, destination);
                break;
            case Opcode.SlotAddress:
                MakeFrameAddress(value.Slot, 0, destination);
                break;
            case Opcode.PointerAdd:
                MakeFrameAddress(value.Arguments[0].Slot, (int)value.Arguments[1].Immediate, destination);
                break;
            case Opcode.MapAddress or Opcode.FunctionAddress or Opcode.GlobalAddress:
                Append(new(BpfInstruction.LoadImmediate64(default, 0), destination, default, _location) { Symbol = value.Detail });
                break;
            default:
                throw new InvalidOperationException($"{value.Opcode} has operands.");
        }
    }

    private void MakeConstant(Value value, Register destination)
    {
        if (TryImmediate(value, out int immediate, out _))
            Emit(BpfInstruction.Mov(default, immediate, is32: value.Type == IrType.I32 && Has32), destination);
        else if (Has32 && value.Immediate is >= 0 and <= uint.MaxValue)
            Emit(BpfInstruction.Mov(default, (int)value.Immediate, is32: true), destination);
        else
            Emit(BpfInstruction.LoadImmediate64(default, value.Immediate), destination);
    }

    private void MakeCoreConstant(Value value, Register destination)
    {
        long local = _core.Of(value.CoreConstant);
        BpfInstruction form = value.CoreConstant.Kind == CoreRelocationKind.EnumValue && value.Type == IrType.I64
            ? BpfInstruction.LoadImmediate64(default, local)
            : BpfInstruction.Mov(default, (int)local, Is32(value));
        Append(new(form, destination, default, _location) { Core = value.CoreConstant });
    }

    private void MakeFrameAddress(StackSlot slot, int offset, Register destination) =>
        Append(new(BpfInstruction.Mov(default, default(BpfRegister)) with { Immediate = offset }, destination, Register.FramePointer, _location) { Frame = FrameOf(slot) });

    /// <summary>The register of a value, made here where it has none of its own.</summary>
    private Register Use(Value value)
    {
        if (!IsMadeAtUse(value))
            return RegisterOf(value);
        Register register = _machine.NewRegister();
        Make(value, register);
        return register;
    }

    private Register RegisterOf(Value value)
    {
        if (!_registers.TryGetValue(value, out Register register))
            _registers[value] = register = _machine.NewRegister();
        return register;
    }

    private FrameObject FrameOf(StackSlot slot)
    {
        if (!_slots.TryGetValue(slot, out FrameObject? memory))
        {
            int alignment = SlotAlignment.Of(slot);
            int size = slot.FillsWords ? (slot.Size + alignment - 1) / alignment * alignment : slot.Size;
            _slots[slot] = memory = _machine.NewFrameObject(slot.Name, size, alignment);
        }

        return memory;
    }

    private void MoveTo(Register destination, Value value)
    {
        if (IsMadeAtUse(value))
            Make(value, destination);
        else
            Move(destination, RegisterOf(value));
    }

    /// <summary>Hands a value over to somebody who looks at the upper half too.</summary>
    private void MoveToCleared(Register destination, Value value)
    {
        if (value.Type == IrType.I32 && !_upperZero.Contains(value))
            Emit(BpfInstruction.Mov(default, default(BpfRegister), is32: true), destination, RegisterOf(value));
        else
            MoveTo(destination, value);
    }

    private void Move(Register destination, Register source) => Emit(BpfInstruction.Mov(default, default(BpfRegister)), destination, source);

    private void Emit(BpfInstruction form, Register destination, Register source = default) => Append(new(form, destination, source, _location));

    private void Append(MachineInstruction instruction) => _block.Instructions.Add(instruction);

    private void Continue(MachineBlock next) => _block.Successors.Add(next);

    private void StartBlock(MachineBlock block)
    {
        _block = block;
        _machine.Blocks.Add(block);
    }

    private bool Has32 => _isa >= BpfIsa.V3;

    private bool Is32(Value value) => value.Type is IrType.I32 or IrType.Bool && Has32;

    /// <summary>The value as the 32-bit immediate of an instruction, which sign-extends it where the operation has 64 bits.</summary>
    private bool TryImmediate(Value value, out int immediate, out CoreConstant? core)
    {
        core = value is { Opcode: Opcode.CoreConstant, CoreConstant.Kind: not CoreRelocationKind.EnumValue } ? value.CoreConstant : null;
        immediate = core is not null ? (int)_core.Of(core) : value.IsConstant ? (int)value.Immediate : 0;
        return core is not null || (value.IsConstant && (value.Type == IrType.I32 || immediate == value.Immediate));
    }
}
