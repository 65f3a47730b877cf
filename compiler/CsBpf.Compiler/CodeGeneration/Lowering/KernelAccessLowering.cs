using CsBpf.Compiler.Ir;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Makes loads and helper calls of the accesses to kernel objects: a direct load where the verifier knows the object's type, a probe into a
/// stack slot elsewhere. Both give 0 where the object is null or gone.
/// </summary>
internal sealed class KernelAccessLowering
{
    private readonly Function _function;
    private readonly KernelPointers _pointers;
    private BasicBlock _block;

    private KernelAccessLowering(Function function, KernelPointers pointers)
    {
        _function = function;
        _pointers = pointers;
        _block = function.Entry;
    }

    /// <summary>Lowers the kernel accesses of a function.</summary>
    public static void Run(Function function, KernelPointers pointers)
    {
        var lowering = new KernelAccessLowering(function, pointers);
        foreach (BasicBlock block in function.Blocks.ToList())
            lowering.Lower(block);
    }

    private void Lower(BasicBlock block)
    {
        List<Value> values = [.. block.Values];
        block.Values.Clear();
        _block = block;
        foreach (Value value in values)
        {
            switch (value.Opcode)
            {
                case Opcode.KernelLoad:
                    LowerLoad(value);
                    break;
                case Opcode.KernelAddress:
                    value.Become(Opcode.PointerAdd, value.Type, [value.Arguments[0], Core(value, CoreRelocationKind.FieldByteOffset, value.KernelAccess)]);
                    _block.Append(value);
                    break;
                case Opcode.KernelProbe:
                    LowerProbe(value);
                    break;
                default:
                    _block.Append(value);
                    break;
            }
        }
    }

    private void LowerLoad(Value load)
    {
        KernelProvenance provenance = _pointers.At(load.Arguments[0], load);
        if (load.KernelAccess.IsBitfield)
            LowerBitfield(load);
        else if (provenance == KernelProvenance.Typed)
            LowerDirect(load);
        else if (provenance == KernelProvenance.TypedOrNull)
            LowerGuarded(load);
        else
            LowerProbeOfMember(load);
    }

    private void LowerDirect(Value load)
    {
        KernelAccess access = load.KernelAccess;
        load.Become(Opcode.Load, load.Type, [load.Arguments[0]], detail: new MemoryAccess(access.Size!.Value, access.IsSigned, Relocation: access));
        _block.Append(load);
    }

    /// <summary>The verifier wants null to be ruled out first: null gives 0.</summary>
    private void LowerGuarded(Value load)
    {
        Value address = load.Arguments[0];
        BasicBlock before = _block;
        BasicBlock direct = _function.NewBlock();
        BasicBlock after = _function.SplitBlock(before, before.Values.Count);
        Value zero = before.Append(_function.NewConstant(load.Type, 0, load.Location));
        Value isNull = before.Append(_function.NewValue(
            Opcode.Equal, IrType.Bool, load.Location, [address, before.Append(_function.NewConstant(address.Type, 0, load.Location))]));
        before.Branch(isNull, after, direct, load.Location);

        KernelAccess access = load.KernelAccess;
        Value loaded = direct.Append(_function.NewValue(
            Opcode.Load, load.Type, load.Location, [address], detail: new MemoryAccess(access.Size!.Value, access.IsSigned, Relocation: access)));
        direct.Jump(after, load.Location);

        load.Become(Opcode.Phi, load.Type, [zero, loaded], detail: new List<BasicBlock> { before, direct });
        after.Append(load);
        _block = after;
    }

    private void LowerProbeOfMember(Value load)
    {
        KernelAccess access = load.KernelAccess;
        Value member = AddressOf(load, access);
        Value slot = NewSlot(load, access.Size!.Value.Bytes());
        Probe(load, slot, Constant(load, access.Size.Value.Bytes()), member);
        load.Become(Opcode.Load, load.Type, [slot], detail: new MemoryAccess(access.Size.Value, access.IsSigned));
        _block.Append(load);
    }

    /// <summary>Reads the bytes that have the bits, and shifts the others out; how many that are, the loader says.</summary>
    private void LowerBitfield(Value load)
    {
        KernelAccess access = load.KernelAccess;
        Value slot = NewSlot(load, MemorySize.DoubleWord.Bytes());
        Add(load, Opcode.Store, IrType.Void, [slot, Constant(load, 0)], new MemoryAccess(MemorySize.DoubleWord));
        Value member = AddressOf(load, access);
        Probe(load, slot, Core(load, CoreRelocationKind.FieldByteSize, access), member);
        Value bytes = Add(load, Opcode.Load, IrType.I64, [slot], new MemoryAccess(MemorySize.DoubleWord));
        Value high = Add(load, Opcode.ShiftLeft, IrType.I64, [bytes, Core(load, CoreRelocationKind.FieldLeftShift64, access)]);
        Opcode shift = access.IsSigned ? Opcode.ShiftRightSigned : Opcode.ShiftRightUnsigned;
        Value count = Core(load, CoreRelocationKind.FieldRightShift64, access);
        if (load.Type == IrType.I64)
            load.Become(shift, IrType.I64, [high, count]);
        else
            load.Become(Opcode.Truncate, IrType.I32, [Add(load, shift, IrType.I64, [high, count])]);
        _block.Append(load);
    }

    private void LowerProbe(Value probe)
    {
        MemoryAccess access = probe.Access;
        Value address = probe.Arguments[0];
        if (access.Relocation is { } member)
            address = AddressOf(probe, member);
        if (probe.Immediate != 0)
            address = Add(probe, Opcode.PointerAdd, IrType.KernelPointer, [address, Constant(probe, probe.Immediate)]);
        Value slot = NewSlot(probe, access.Size.Bytes());
        Probe(probe, slot, Constant(probe, access.Size.Bytes()), address);
        probe.Become(Opcode.Load, probe.Type, [slot], detail: new MemoryAccess(access.Size, access.IsSigned));
        _block.Append(probe);
    }

    private void Probe(Value origin, Value slot, Value size, Value address) =>
        Add(origin, Opcode.CallHelper, IrType.Void, [slot, size, address], ProbeHelper.ReadKernel);

    private Value AddressOf(Value origin, KernelAccess access) => Add(
        origin, Opcode.PointerAdd, IrType.KernelPointer, [origin.Arguments[0], Core(origin, CoreRelocationKind.FieldByteOffset, access)]);

    private Value NewSlot(Value origin, int size) =>
        Add(origin, Opcode.SlotAddress, IrType.Pointer, [], _function.NewSlot($"probe of {origin}", size, size));

    private Value Core(Value origin, CoreRelocationKind kind, KernelAccess access) =>
        Add(origin, Opcode.CoreConstant, IrType.I64, [], new CoreConstant(kind, access));

    private Value Constant(Value origin, long number) => _block.Append(_function.NewConstant(IrType.I64, number, origin.Location));

    private Value Add(Value origin, Opcode opcode, IrType type, IEnumerable<Value> arguments, object? detail = null) =>
        _block.Append(_function.NewValue(opcode, type, origin.Location, arguments, detail: detail));
}
