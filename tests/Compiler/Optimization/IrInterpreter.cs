using System.Buffers.Binary;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.Optimization;

/// <summary>
/// Runs functions in SSA form over made-up memory: the meaning of the operations, written down without regard to the passes. What a run does is
/// its result and its trace: every helper call with what its arguments tell, and the memory that others see at the end.
/// </summary>
internal sealed class IrInterpreter(BpfModule module)
{
    /// <summary>Helpers that the interpreter knows, by number.</summary>
    public const int Lookup = 1, Trace = 6, Fill = 4, Pure = 8, Change = 2;

    private const int MapValueSize = 32;
    private const int MapEntries = 4;

    private readonly List<byte[]> _objects = [];
    private readonly Dictionary<object, long> _addresses = [];
    private readonly List<string> _trace = [];
    private long _kernelEpoch;
    private int _steps;

    /// <summary>Runs a function and tells what it did.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">The numbers for its parameters; a Pointer gets 64 bytes of memory that hold the number, repeated.</param>
    /// <param name="limit">The number of values to run at most.</param>
    public string Run(Function function, IReadOnlyList<long> arguments, int limit = 100_000)
    {
        _steps = limit;
        foreach (Compiler.Ir.GlobalVariable global in module.Globals)
            _addresses.Add(global, Allocate([.. global.Initial]));
        foreach (MapDefinition map in module.Maps)
        {
            byte[] values = new byte[MapEntries * MapValueSize];
            for (int i = 0; i < values.Length; i++)
                values[i] = (byte)((i * 37) ^ map.Name.Length);
            _addresses.Add(map, Allocate(values));
        }

        long[] passed = [.. function.ParameterTypes.Select((type, index) => type == IrType.Pointer ? Context(arguments[index]) : Cut(type, arguments[index]))];
        string result;
        try
        {
            result = Call(function, passed, 0)?.ToString() ?? "nothing";
        }
        catch (FaultException)
        {
            result = "fault";
        }
        catch (OutOfStepsException)
        {
            return "endless";
        }

        foreach (Compiler.Ir.GlobalVariable global in module.Globals)
            _trace.Add($"{global.Name} = {Convert.ToHexString(_objects[Index(_addresses[global])])}");
        foreach (MapDefinition map in module.Maps)
            _trace.Add($"{map.Name} = {Convert.ToHexString(_objects[Index(_addresses[map])])}");
        return $"{result}\n{string.Join('\n', _trace)}";
    }

    private long? Call(Function function, long[] arguments, int depth)
    {
        if (depth > 20)
            throw new OutOfStepsException();
        var values = new Dictionary<Value, long>();
        var slots = new Dictionary<StackSlot, long>();
        foreach (StackSlot slot in function.Slots)
            slots.Add(slot, Allocate(new byte[slot.Size]));
        BasicBlock? from = null;
        BasicBlock block = function.Entry;
        while (true)
        {
            Dictionary<Value, long> phis = [];
            foreach (Value phi in block.Phis)
                phis.Add(phi, values[phi.Arguments[phi.Incoming.IndexOf(from!)]]);
            foreach ((Value phi, long number) in phis)
                values[phi] = number;
            foreach (Value value in block.Values.Where(value => value.Opcode != Opcode.Phi))
            {
                if (--_steps < 0)
                    throw new OutOfStepsException();
                long result = value.Opcode switch
                {
                    Opcode.Parameter => arguments[value.Immediate],
                    Opcode.SlotAddress => slots[value.Slot],
                    Opcode.Call => Call(value.Callee, [.. value.Arguments.Select(argument => values[argument])], depth + 1) ?? 0,
                    _ => Evaluate(value, [.. value.Arguments.Select(argument => values[argument])]),
                };
                values[value] = value.Type == IrType.Void ? 0 : Cut(value.Type, result);
            }

            if (--_steps < 0)
                throw new OutOfStepsException();
            switch (block.Terminator)
            {
                case TerminatorKind.Return:
                    return block.Control is null ? null : values[block.Control];
                case TerminatorKind.Fault:
                    throw new FaultException();
                case TerminatorKind.Unreachable:
                    throw new InvalidOperationException("control came where it can't");
                default:
                    from = block;
                    block = block.Terminator == TerminatorKind.Jump || values[block.Control!] != 0 ? block.Successors[0] : block.Successors[1];
                    break;
            }
        }
    }

    private long Evaluate(Value value, long[] a)
    {
        bool wide = value.Arguments.Count > 0 && value.Arguments[0].Type != IrType.I32;
        return value.Opcode switch
        {
            Opcode.Constant => value.Immediate,
            Opcode.Add or Opcode.PointerAdd => a[0] + a[1],
            Opcode.Subtract => a[0] - a[1],
            Opcode.Multiply => a[0] * a[1],
            Opcode.Negate => -a[0],
            Opcode.And => a[0] & a[1],
            Opcode.Or => a[0] | a[1],
            Opcode.Xor => a[0] ^ a[1],
            Opcode.ShiftLeft => wide ? a[0] << (int)a[1] : (int)a[0] << (int)a[1],
            Opcode.ShiftRightSigned => wide ? a[0] >> (int)a[1] : (int)a[0] >> (int)a[1],
            Opcode.ShiftRightUnsigned => wide ? a[0] >>> (int)a[1] : (int)a[0] >>> (int)a[1],

            // As the machine divides: by zero gives zero, the remainder is the dividend.
            Opcode.DivideSigned => a[1] == 0 ? 0 : a[1] == -1 ? -a[0] : a[0] / a[1],
            Opcode.RemainderSigned => a[1] == 0 ? a[0] : a[1] == -1 ? 0 : a[0] % a[1],
            Opcode.DivideUnsigned => a[1] == 0 ? 0 : wide ? (long)((ulong)a[0] / (ulong)a[1]) : (uint)a[0] / (uint)a[1],
            Opcode.RemainderUnsigned => a[1] == 0 ? a[0] : wide ? (long)((ulong)a[0] % (ulong)a[1]) : (uint)a[0] % (uint)a[1],
            Opcode.Equal => a[0] == a[1] ? 1 : 0,
            Opcode.NotEqual => a[0] != a[1] ? 1 : 0,
            Opcode.LessSigned => a[0] < a[1] ? 1 : 0,
            Opcode.LessOrEqualSigned => a[0] <= a[1] ? 1 : 0,
            Opcode.LessUnsigned => (ulong)a[0] < (ulong)a[1] ? 1 : 0,
            Opcode.LessOrEqualUnsigned => (ulong)a[0] <= (ulong)a[1] ? 1 : 0,
            Opcode.SignExtend => value.Immediate switch { 8 => (sbyte)a[0], 16 => (short)a[0], _ => (int)a[0] },
            Opcode.ZeroExtend => value.Immediate switch { 1 => a[0] & 1, 8 => (byte)a[0], 16 => (ushort)a[0], _ => (uint)a[0] },
            Opcode.Truncate or Opcode.Reinterpret => a[0],
            Opcode.Select => a[0] != 0 ? a[1] : a[2],
            Opcode.GlobalAddress or Opcode.MapAddress => _addresses[value.Detail!],
            Opcode.Load => Load(a[0] + value.Immediate, value.Access.Size, value.Access.IsSigned),
            Opcode.Store => Store(a[0] + value.Immediate, value.Access.Size, a[1]),
            Opcode.Copy => Copy(a[0], a[1], (int)value.Immediate),
            Opcode.Zero => Zero(a[0], (int)value.Immediate),
            Opcode.KernelLoad => Kernel(a[0], value.KernelAccess),
            Opcode.KernelProbe => a[0] == 0 ? 0 : Scaled(Mix(a[0] + value.Immediate, _kernelEpoch), value.Access.Size, value.Access.IsSigned),
            Opcode.KernelAddress => a[0] == 0 ? 0 : Mix(a[0], value.KernelAccess.GetHashCode()) | 1,
            Opcode.CoreConstant => value.CoreConstant.Access.Indices.Sum(),
            Opcode.KfuncExists => 1,
            Opcode.CallHelper => Help(value, a),
            Opcode.CallKfunc => Help(value, a),
            _ => throw new NotSupportedException(value.Opcode.ToString()),
        };
    }

    private long Help(Value call, long[] a)
    {
        int id = call.Opcode == Opcode.CallKfunc ? Change : call.Helper.Id;
        switch (id)
        {
            case Lookup:
                long key = Load(a[1], MemorySize.DoubleWord, false);
                _trace.Add($"lookup {key}");
                return (key & 7) >= MapEntries ? 0 : a[0] + ((key & 7) * MapValueSize);
            case Fill:
                Store(a[0], MemorySize.DoubleWord, Mix(a[1], 77));
                break;
            case Pure:
                return Mix(a.Length > 0 ? a[0] : 5, 99);
            case Change:
                foreach (object changed in _addresses.Keys.Where(key => key is MapDefinition or Compiler.Ir.GlobalVariable { Section: not GlobalSection.ReadOnlyData }))
                    _objects[Index(_addresses[changed])][0] ^= 0x5a;
                break;
        }

        if (id != Fill)
            _kernelEpoch++;
        _trace.Add($"helper {id}({string.Join(", ", call.Arguments.Select((argument, index) => Told(argument.Type, a[index])))})");
        return Mix(_trace.Count, id);
    }

    /// <summary>What a helper sees of an argument: a number, or the eight bytes that an address leads to.</summary>
    private string Told(IrType type, long argument) => type switch
    {
        IrType.Pointer when argument == 0 => "null",
        IrType.Pointer => $"[{Load(argument, MemorySize.DoubleWord, false):x}]",
        _ => argument.ToString(),
    };

    private long Kernel(long address, KernelAccess access) =>
        address == 0 ? 0 : Scaled(Mix(Mix(address, access.GetHashCode()), _kernelEpoch), access.Size!.Value, access.IsSigned);

    private static long Scaled(long number, MemorySize size, bool isSigned) => size switch
    {
        MemorySize.Byte => isSigned ? (sbyte)number : (byte)number,
        MemorySize.Half => isSigned ? (short)number : (ushort)number,
        MemorySize.Word => isSigned ? (int)number : (uint)number,
        _ => number,
    };

    private long Load(long address, MemorySize size, bool isSigned)
    {
        Span<byte> bytes = At(address, size.Bytes());
        long number = size switch
        {
            MemorySize.Byte => bytes[0],
            MemorySize.Half => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            MemorySize.Word => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
        return Scaled(number, size, isSigned);
    }

    private long Store(long address, MemorySize size, long number)
    {
        Span<byte> bytes = At(address, size.Bytes());
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(number >> (8 * i));
        return 0;
    }

    private long Copy(long to, long from, int size)
    {
        At(from, size).CopyTo(At(to, size));
        return 0;
    }

    private long Zero(long address, int size)
    {
        At(address, size).Clear();
        return 0;
    }

    private long Context(long number)
    {
        byte[] memory = new byte[64];
        for (int i = 0; i < memory.Length; i++)
            memory[i] = (byte)(number >> (8 * (i % 8)));
        return Allocate(memory);
    }

    private long Allocate(byte[] memory)
    {
        _objects.Add(memory);
        return (long)_objects.Count << 32;
    }

    private static int Index(long address) => (int)(address >> 32) - 1;

    private Span<byte> At(long address, int size) =>
        Index(address) >= 0 && Index(address) < _objects.Count && (int)address >= 0 && (int)address + size <= _objects[Index(address)].Length
            ? _objects[Index(address)].AsSpan((int)address, size)
            : throw new InvalidOperationException($"There is no memory of {size} bytes at {address:x}.");

    private static long Cut(IrType type, long number) => type switch
    {
        IrType.Bool => number & 1,
        IrType.I32 => (int)number,
        _ => number,
    };

    private static long Mix(long x, long y)
    {
        ulong mixed = ((ulong)x * 0x9E3779B97F4A7C15) ^ ((ulong)y + 0x7F4A7C15) * 0xBF58476D1CE4E5B9;
        return (long)(mixed ^ (mixed >> 29));
    }

    private sealed class FaultException : Exception;

    private sealed class OutOfStepsException : Exception;
}
