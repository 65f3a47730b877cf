using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.Ir;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Selection;

internal sealed partial class InstructionSelector
{
    private void SelectLoad(Value load)
    {
        MemoryAccess access = load.Access;
        Register destination = RegisterOf(load);
        int width = load.Type == IrType.I32 ? 32 : 64;
        bool extends = access.IsSigned && access.Size.Bits() < width;
        (Register address, FrameObject? frame, short displacement) = AddressOf(load);
        BpfInstruction form = extends && _isa >= BpfIsa.V4
            ? BpfInstruction.LoadSignExtended(access.Size, default, default, displacement)
            : BpfInstruction.Load(access.Size, default, default, displacement);
        Append(new(form, destination, address, _location)
        {
            Frame = frame,
            Core = access.Relocation is null ? null : new CoreConstant(CoreRelocationKind.FieldByteOffset, access.Relocation),
        });
        if (extends && _isa < BpfIsa.V4)
            SignExtend(destination, destination, access.Size.Bits(), is32: width == 32 && Has32);
    }

    private void SelectPacketBound(Value bound)
    {
        int offset = bound.Opcode == Opcode.PacketStart ? bound.Packet.Start : bound.Packet.End;
        MemorySize size = bound.Packet.IsWide ? MemorySize.DoubleWord : MemorySize.Word;
        Append(new(BpfInstruction.Load(size, default, default, (short)offset), RegisterOf(bound), Use(bound.Arguments[0]), _location));
    }

    private void SelectStore(Value store)
    {
        MemoryAccess access = store.Access;
        Value stored = store.Arguments[1];
        (Register address, FrameObject? frame, short displacement) = AddressOf(store);
        if (TryImmediate(stored, out int immediate, out CoreConstant? core) && core is null && TakesImmediates(store.Arguments[0]))
            Append(new(BpfInstruction.StoreImmediate(access.Size, default, displacement, immediate), address, default, _location) { Frame = frame });
        else
            Append(new(BpfInstruction.Store(access.Size, default, displacement, default), address, Use(stored), _location) { Frame = frame });
    }

    private void SelectAtomic(Value atomic)
    {
        bool fetches = _uses.Count(atomic) > 0;
        AtomicOperation operation = fetches ? Fetching(atomic.AtomicAccess.Operation) : atomic.AtomicAccess.Operation;
        (Register address, FrameObject? frame, short displacement) = AddressOf(atomic);
        BpfInstruction form = BpfInstruction.Atomic(operation, atomic.Access.Size, default, displacement, default);
        if (form.MinimumIsa > _isa)
        {
            throw new CodeGenerationException(
                CodeGenerationError.AtomicLevel,
                _function,
                $"'{_function.Name}' has an atomic operation {(fetches ? "whose result is used" : "other than an addition")}.",
                location: atomic.Location);
        }

        Value operand = atomic.Arguments[1];
        if (operation == AtomicOperation.CompareExchange)
        {
            Register source = Use(operand);
            MoveTo(Register.Result, atomic.Arguments[2]);
            Append(new(form, address, source, _location) { Frame = frame });
            if (fetches)
                Move(RegisterOf(atomic), Register.Result);
        }
        else if (fetches || operation == AtomicOperation.Exchange)
        {
            // The old content takes the place of the operand.
            Register result = RegisterOf(atomic);
            MoveTo(result, operand);
            Append(new(form, address, result, _location) { Frame = frame });
        }
        else
        {
            Append(new(form, address, Use(operand), _location) { Frame = frame });
        }
    }

    private static AtomicOperation Fetching(AtomicOperation operation) => operation switch
    {
        AtomicOperation.Add => AtomicOperation.FetchAdd,
        AtomicOperation.And => AtomicOperation.FetchAnd,
        AtomicOperation.Or => AtomicOperation.FetchOr,
        AtomicOperation.Xor => AtomicOperation.FetchXor,
        _ => operation,
    };

    /// <summary>Before Linux 6.3 the verifier takes no immediate stores into the context, which is reached from the parameter alone.</summary>
    private bool TakesImmediates(Value address)
    {
        while (address.Opcode is Opcode.PointerAdd or Opcode.Reinterpret)
            address = address.Arguments[0];
        return _isa >= BpfIsa.V4 || address.Opcode is not (Opcode.Parameter or Opcode.Phi or Opcode.Select);
    }

    private (Register Address, FrameObject? Frame, short Displacement) AddressOf(Value access)
    {
        Value pointer = access.Arguments[0];
        int offset = access.Access.Relocation is { } member ? _core.OffsetOf(member) : 0;
        short displacement = checked((short)(access.Immediate + offset));
        return pointer.Opcode == Opcode.SlotAddress
            ? (Register.FramePointer, FrameOf(pointer.Slot), displacement)
            : (Use(pointer), null, displacement);
    }
}
