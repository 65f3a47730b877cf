using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Reads and writes in parts what may lie where the verifier does not take an access as wide.</summary>
internal sealed class UnalignedAccessLowering
{
    private readonly Function _function;
    private readonly List<Value> _values = [];

    private UnalignedAccessLowering(Function function) => _function = function;

    /// <summary>Divides the accesses of a function.</summary>
    public static void Run(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            if (!block.Values.Exists(IsUnaligned))
                continue;
            var lowering = new UnalignedAccessLowering(function);
            foreach (Value value in block.Values)
                lowering.Lower(value);
            block.Values.Clear();
            foreach (Value value in lowering._values)
                block.Append(value);
        }
    }

    private static bool IsUnaligned(Value value) => value is { Opcode: Opcode.Load or Opcode.Store, Access: { IsAligned: false } };

    private void Lower(Value value)
    {
        if (IsUnaligned(value))
        {
            int bytes = Math.Max(value.Access.Alignment.Bytes(), PointerAlignment.Of(value.Arguments[0], value.Immediate));
            if (bytes < value.Access.Size.Bytes())
            {
                MemorySize part = Enum.GetValues<MemorySize>().Single(size => size.Bytes() == bytes);
                if (value.Opcode == Opcode.Load)
                    DivideLoad(value, new MemoryAccess(part));
                else
                    DivideStore(value, new MemoryAccess(part));
                return;
            }
        }

        _values.Add(value);
    }

    // From the highest part down. What is no number is one as long as it is put together.
    private void DivideLoad(Value load, MemoryAccess part)
    {
        (MemoryAccess access, IrType type) = (load.Access, load.Type);
        IrType number = type is IrType.I32 or IrType.I64 ? type : IrType.I64;
        Value? value = null;
        for (int offset = access.Size.Bytes() - part.Size.Bytes(); offset >= 0; offset -= part.Size.Bytes())
        {
            Value next = Add(load, Opcode.Load, number, [load.Arguments[0]], load.Immediate + offset, part);
            value = value is null ? next : Add(load, Opcode.Or, number, [Shift(load, Opcode.ShiftLeft, value, part.Size.Bits()), next]);
        }

        if (number != type)
            load.Become(Opcode.Reinterpret, type, [value!]);
        else if (access.IsSigned && access.Size.Bits() < 32)
            load.Become(Opcode.SignExtend, type, [value!], access.Size.Bits());
        else
            load.Become(Opcode.Or, type, [value!, Constant(load, type, 0)]);
        _values.Add(load);
    }

    private void DivideStore(Value store, MemoryAccess part)
    {
        Value value = store.Arguments[1];
        if (value.Type is not (IrType.I32 or IrType.I64))
            value = Add(store, Opcode.Reinterpret, IrType.I64, [value]);
        for (int offset = 0; offset < store.Access.Size.Bytes(); offset += part.Size.Bytes())
            Add(store, Opcode.Store, IrType.Void, [store.Arguments[0], Shift(store, Opcode.ShiftRightUnsigned, value, offset * 8)], store.Immediate + offset, part);
    }

    private Value Shift(Value origin, Opcode opcode, Value value, int bits) =>
        bits == 0 ? value : Add(origin, opcode, value.Type, [value, Constant(origin, IrType.I32, bits)]);

    private Value Constant(Value origin, IrType type, long number)
    {
        Value constant = _function.NewConstant(type, number, origin.Location);
        _values.Add(constant);
        return constant;
    }

    private Value Add(Value origin, Opcode opcode, IrType type, IEnumerable<Value> arguments, long immediate = 0, object? detail = null)
    {
        Value value = _function.NewValue(opcode, type, origin.Location, arguments, immediate, detail);
        _values.Add(value);
        return value;
    }
}
