using System.Buffers.Binary;
using System.Collections.Immutable;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Makes loads and stores of copies and zeroing, as wide as the alignment allows. Large ones become a call of
/// <c>bpf_probe_read_kernel</c>, which copies memory, and zeroes it where it can't read.
/// </summary>
internal sealed class MemoryMoveLowering
{
    private const int MaxMoves = 64;

    private readonly Function _function;
    private readonly List<Value> _values = [];

    private MemoryMoveLowering(Function function) => _function = function;

    /// <summary>Lowers the copies of a function.</summary>
    public static void Run(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            var lowering = new MemoryMoveLowering(function);
            foreach (Value value in block.Values)
                lowering.Lower(value);
            block.Values.Clear();
            foreach (Value value in lowering._values)
                block.Append(value);
        }
    }

    private void Lower(Value value)
    {
        if (value.Opcode is not (Opcode.Copy or Opcode.Zero))
        {
            _values.Add(value);
            return;
        }

        Value target = value.Arguments[0];
        Value? source = value.Opcode == Opcode.Copy ? value.Arguments[1] : null;
        int alignment = Math.Max(value.Alignment, Math.Min(PointerAlignment.Of(target), source is null ? sizeof(long) : PointerAlignment.Of(source)));
        List<(int Offset, MemorySize Size)> moves = Divide(value.Immediate, alignment);
        if (moves.Count > MaxMoves)
            MoveByHelper(value, target, source);
        else
            moves.ForEach(move => MoveBytes(value, target, source, move.Offset, move.Size));
    }

    /// <summary>The widest accesses that make up a number of bytes.</summary>
    private static List<(int Offset, MemorySize Size)> Divide(long length, int alignment)
    {
        List<(int, MemorySize)> moves = [];
        int offset = 0;
        for (var size = MemorySize.DoubleWord; offset < length; size--)
        {
            for (; size.Bytes() <= alignment && length - offset >= size.Bytes() && moves.Count <= MaxMoves; offset += size.Bytes())
                moves.Add((offset, size));
            if (size == MemorySize.Byte)
                break;
        }

        return moves;
    }

    private void MoveBytes(Value origin, Value target, Value? source, int offset, MemorySize size)
    {
        var access = new MemoryAccess(size);
        Value content = source is null ? Constant(origin, 0)
            : ConstantAt(source, offset, size) is { } known ? Constant(origin, known)
            : Add(origin, Opcode.Load, IrType.I64, [source], offset, access);
        Add(origin, Opcode.Store, IrType.Void, [target, content], offset, access);
    }

    private void MoveByHelper(Value origin, Value target, Value? source)
    {
        Value from = source ?? Add(origin, Opcode.Constant, IrType.KernelPointer, []);
        Value[] arguments = [target, Constant(origin, origin.Immediate), from];
        Add(origin, Opcode.CallHelper, IrType.Void, arguments, detail: ProbeHelper.ReadKernel);
    }

    /// <summary>What stands in a constant that the compiler made, where an immediate can hold it.</summary>
    private static long? ConstantAt(Value source, int offset, MemorySize size)
    {
        if (source is not { Opcode: Opcode.GlobalAddress, Global: { Section: GlobalSection.ReadOnlyData, IsPrivate: true, IsSettable: false } global })
            return null;
        ImmutableArray<byte> bytes = global.Initial;
        Span<byte> wide = stackalloc byte[sizeof(long)];
        bytes.AsSpan(offset, size.Bytes()).CopyTo(wide);
        long content = BinaryPrimitives.ReadInt64LittleEndian(wide);
        return size < MemorySize.DoubleWord || content == (int)content ? content : null;
    }

    private Value Constant(Value origin, long number)
    {
        Value constant = _function.NewConstant(IrType.I64, number, origin.Location);
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
