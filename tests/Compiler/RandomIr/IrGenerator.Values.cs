using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.RandomIr;

internal sealed partial class IrGenerator
{
    private static readonly HelperFunction ProbeReadKernel = new(113, "bpf_probe_read_kernel", HelperEffects.WritesArguments);

    private static readonly Opcode[] Arithmetic =
    [
        Opcode.Add, Opcode.Add, Opcode.Subtract, Opcode.Multiply, Opcode.And, Opcode.Or, Opcode.Xor, Opcode.DivideSigned, Opcode.DivideUnsigned,
        Opcode.RemainderSigned, Opcode.RemainderUnsigned, Opcode.ShiftLeft, Opcode.ShiftRightSigned, Opcode.ShiftRightUnsigned, Opcode.Negate, Opcode.SwapBytes,
    ];

    private static readonly Opcode[] Comparisons =
    [
        Opcode.Equal, Opcode.NotEqual, Opcode.LessSigned, Opcode.LessOrEqualSigned, Opcode.LessUnsigned, Opcode.LessOrEqualUnsigned,
    ];

    private static readonly AtomicOperation[] AtomicOperations =
    [
        AtomicOperation.Add, AtomicOperation.And, AtomicOperation.Or, AtomicOperation.Xor,
        AtomicOperation.Exchange, AtomicOperation.CompareExchange,
    ];

    /// <summary>Numbers at whose sides something changes.</summary>
    public static readonly long[] Interesting =
    [
        0, 1, -1, 2, 7, 8, 31, 32, 63, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, int.MaxValue, int.MinValue, uint.MaxValue, 0x1_0000_0000,
        long.MaxValue, long.MinValue, 0x1234_5678_9abc_def0,
    ];

    /// <summary>A value of a type: mostly one that is there, sometimes a constant.</summary>
    private Value Operand(IrType type)
    {
        Value[] candidates = [.. _scope.Where(value => value.Type == type)];
        if (candidates.Length == 0 || _random.Next(5) == 0)
            return Constant(type, _random.Next(3) > 0 ? Pick(Interesting) : _random.NextInt64(long.MinValue, long.MaxValue));

        // The older half too, so that values live long.
        return Pick(candidates);
    }

    private void Compute() => _scope.Add(_random.Next(10) switch
    {
        <= 4 => Calculate(_random.Next(2) == 0 ? IrType.I32 : IrType.I64),
        5 or 6 => Compare(),
        7 => Convert(),
        8 => CombineBools(),
        _ => Select(Pick(ValueTypes)),
    });

    private Value Calculate(IrType type)
    {
        Opcode opcode = Pick(Arithmetic);
        if (opcode == Opcode.Negate)
            return Append(opcode, type, [Operand(type)]);
        if (opcode == Opcode.SwapBytes)
            return Append(opcode, type, [Operand(type)], type == IrType.I32 ? Pick([16, 32]) : Pick([16, 32, 64]));
        Value right = Operand(opcode is Opcode.ShiftLeft or Opcode.ShiftRightSigned or Opcode.ShiftRightUnsigned ? IrType.I32 : type);
        if (opcode is Opcode.DivideSigned or Opcode.DivideUnsigned or Opcode.RemainderSigned or Opcode.RemainderUnsigned)
            right = NonZero(type, right);
        return Append(opcode, type, [Operand(type), right]);
    }

    private Value NonZero(IrType type, Value value)
    {
        if (!value.IsConstant)
            return Append(Opcode.Or, type, [value, Constant(type, 1)]);
        return value.Immediate != 0 ? value : Constant(type, 3);
    }

    private Value Compare()
    {
        IrType type = _random.Next(2) == 0 ? IrType.I32 : IrType.I64;
        return Append(Pick(Comparisons), IrType.Bool, [Operand(type), Operand(type)]);
    }

    /// <summary>What a branch goes by: often a number that was compared before, with another constant.</summary>
    private Value Decision()
    {
        if (_random.Next(3) == 0)
            return Operand(IrType.Bool);
        Value[] numbers = [.. (_random.Next(3) == 0 ? _scope : _compared.Intersect(_scope)).Where(value => value.Type is IrType.I32 or IrType.I64)];
        Value number = numbers.Length > 0 ? Pick(numbers) : Operand(IrType.I32);
        _compared.Add(number);
        Value constant = Constant(number.Type, Pick(Interesting));
        Value[] sides = _random.Next(2) == 0 ? [number, constant] : [constant, number];
        return Append(Pick(Comparisons), IrType.Bool, sides);
    }

    private Value Convert() => _random.Next(6) switch
    {
        0 => Append(Opcode.Truncate, IrType.I32, [Operand(IrType.I64)]),
        1 => Append(Opcode.SignExtend, IrType.I64, [Operand(IrType.I32)], Pick([8, 16, 32])),
        2 => Append(Opcode.ZeroExtend, IrType.I64, [Operand(IrType.I32)], Pick([8, 16, 32])),
        3 => Append(Opcode.SignExtend, IrType.I32, [Operand(IrType.I32)], Pick([8, 16])),
        4 => Append(Opcode.ZeroExtend, IrType.I32, [Operand(IrType.I32)], Pick([8, 16])),
        _ => Append(Opcode.ZeroExtend, IrType.I64, [Operand(IrType.Bool)], 1),
    };

    private Value CombineBools() => Append(Pick([Opcode.And, Opcode.Or, Opcode.Xor]), IrType.Bool, [Operand(IrType.Bool), Operand(IrType.Bool)]);

    private Value Select(IrType type) => Append(Opcode.Select, type, [Operand(IrType.Bool), Operand(type), Operand(type)]);

    private void AccessMemory()
    {
        if (_context is not null && _random.Next(4) == 0)
        {
            LoadInput();
            return;
        }

        if (_slots.Count == 0)
            return;
        StackSlot slot = Pick(_slots);
        switch (_random.Next(10))
        {
            case <= 2:
                (MemorySize size, int offset) = Place(SlotSize);
                StoreTo(AddressOf(slot), offset, Operand(size == MemorySize.DoubleWord ? IrType.I64 : Pick([IrType.I32, IrType.I64])), size);
                break;
            case <= 5:
                LoadFrom(AddressOf(slot), SlotSize);
                break;
            case 6:
                int start = _random.Next(SlotSize);
                Value inside = Append(Opcode.PointerAdd, IrType.Pointer, [AddressOf(slot), Constant(IrType.I64, start)]);
                Append(Opcode.Zero, IrType.Void, [inside], _random.Next(1, SlotSize - start + 1), 1);
                break;
            case 7 or 8:
                ChangeAtomically(slot);
                break;
            default:
                CopyBetween(slot, Pick(_slots));
                break;
        }
    }

    /// <summary>Before v3 there are additions alone, and nobody learns what was there.</summary>
    private void ChangeAtomically(StackSlot slot)
    {
        (MemorySize size, IrType type) = _random.Next(2) == 0 ? (MemorySize.Word, IrType.I32) : (MemorySize.DoubleWord, IrType.I64);
        AtomicOperation operation = _fetches ? Pick(AtomicOperations) : AtomicOperation.Add;
        Value address = AddressOf(slot);
        List<Value> arguments = [address, Operand(type)];
        int offset = _random.Next(SlotSize / size.Bytes()) * size.Bytes();
        if (operation == AtomicOperation.CompareExchange)
        {
            // Often what is there.
            arguments.Add(_random.Next(2) == 0 ? Append(Opcode.Load, type, [address], offset, new MemoryAccess(size)) : Operand(type));
        }

        Value before = Append(Opcode.Atomic, type, arguments, offset, new AtomicAccess(operation, size));
        if (_fetches && _random.Next(3) > 0)
            _scope.Add(before);
    }

    private void CopyBetween(StackSlot target, StackSlot source)
    {
        if (target == source)
            return;
        if (_random.Next(2) == 0)
            Append(Opcode.Copy, IrType.Void, [AddressOf(target), AddressOf(source)], _random.Next(1, SlotSize + 1), Pick([1, 2, 4, 8]));
        else
            Append(Opcode.CallHelper, IrType.Void, [AddressOf(target), Constant(IrType.I64, _random.Next(1, SlotSize + 1)), AddressOf(source)], detail: ProbeReadKernel);
    }

    private void LoadInput() => LoadFrom(_context!, InputSize);

    private void LoadFrom(Value pointer, int length)
    {
        (MemorySize size, int offset) = Place(length);
        IrType type = size == MemorySize.DoubleWord ? IrType.I64 : Pick([IrType.I32, IrType.I64]);
        _scope.Add(Append(Opcode.Load, type, [pointer], offset, new MemoryAccess(size, IsSigned: _random.Next(2) == 0)));
    }

    private void StoreTo(Value pointer, int offset, Value value, MemorySize size) =>
        Append(Opcode.Store, IrType.Void, [pointer, value], offset, new MemoryAccess(size));

    private (MemorySize Size, int Offset) Place(int length)
    {
        MemorySize size = Pick([MemorySize.Byte, MemorySize.Half, MemorySize.Word, MemorySize.DoubleWord]);
        return (size, _random.Next(length / size.Bytes()) * size.Bytes());
    }

    private Value AddressOf(StackSlot slot) => Append(Opcode.SlotAddress, IrType.Pointer, detail: slot);
}
