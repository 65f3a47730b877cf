using System.Buffers.Binary;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.Harness;

/// <summary>
/// Says what IR means: the oracle of the passes and of the code generator. Knows arithmetic, control flow, calls, faults, and memory that is
/// the context, stack slots, globals and map values; of the helpers, <c>bpf_probe_read_kernel</c> and those for maps. Written down without
/// regard to the passes.
/// </summary>
internal sealed class IrInterpreter
{
    private const int ProbeReadKernel = 113;
    private const int ForEachElement = 164;
    private const int Loop = 181;
    private const int AddressShift = 32;
    private const int ParameterSize = 64;

    private readonly List<byte[]> _memory = [[]];
    private readonly Dictionary<Compiler.Ir.GlobalVariable, long> _globals = [];
    private readonly Dictionary<MapDefinition, long> _mapAddresses = [];
    private readonly Dictionary<MapDefinition, InterpretedMap> _maps = [];

    private readonly Stack<KernelSection> _sections = [];

    // Recursion is not there: a call is asked before it comes again.
    private readonly HashSet<Value> _faulted = [];

    private sealed class FaultException : Exception;

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="context">What its parameter points to.</param>
    /// <returns>What it returns.</returns>
    public static long Run(Function program, byte[] context)
    {
        var interpreter = new IrInterpreter();
        try
        {
            return interpreter.Call(program, [interpreter.Allocate(context)]);
        }
        catch (FaultException)
        {
            return program.Program!.FaultValue;
        }
        finally
        {
            Assert.Empty(interpreter._sections);
        }
    }

    /// <summary>Runs a function of a module.</summary>
    /// <param name="module">Where the maps are: their addresses are the same in every run.</param>
    /// <param name="function">The function.</param>
    /// <param name="arguments">The numbers for its parameters; a pointer leads to zeroes.</param>
    /// <returns>What it returns.</returns>
    public static long Run(BpfModule module, Function function, IReadOnlyList<long> arguments)
    {
        var interpreter = new IrInterpreter();
        foreach (MapDefinition map in module.Maps)
            interpreter.AddressOf(map);
        return interpreter.Call(
            function,
            [.. function.ParameterTypes.Select((type, index) => type == IrType.Pointer ? interpreter.Allocate(new byte[ParameterSize]) : Cut(type, arguments[index]))]);
    }

    private long Allocate(byte[] memory)
    {
        _memory.Add(memory);
        return (_memory.Count - 1L) << AddressShift;
    }

    private Span<byte> At(long address, long length) => _memory[(int)(address >> AddressShift)].AsSpan((int)(uint)address, (int)length);

    private long Call(Function function, long[] arguments)
    {
        Dictionary<Value, long> values = [];
        Dictionary<StackSlot, long> slots = function.Slots.ToDictionary(slot => slot, slot => Allocate(new byte[slot.Size]));
        BasicBlock? previous = null;
        BasicBlock block = function.Entry;
        while (true)
        {
            // Phis read what was there before any of them.
            List<(Value, long)> phis = [.. block.Phis.Select(phi => (phi, values[phi.Arguments[phi.Incoming.IndexOf(previous!)]]))];
            foreach ((Value phi, long value) in phis)
                values[phi] = value;
            foreach (Value value in block.Values.Skip(phis.Count))
                values[value] = Cut(value.Type, Evaluate(value, values, slots, arguments));

            previous = block;
            switch (block.Terminator)
            {
                case TerminatorKind.Jump:
                    block = block.Successors[0];
                    break;
                case TerminatorKind.Branch:
                    block = block.Successors[values[block.Control!] != 0 ? 0 : 1];
                    break;
                case TerminatorKind.Return:
                    return block.Control is null ? 0 : values[block.Control];
                default:
                    throw new FaultException();
            }
        }
    }

    private long CallWithFault(Value call, long[] operands)
    {
        _faulted.Remove(call);
        try
        {
            return Call(call.Callee, operands);
        }
        catch (FaultException)
        {
            _faulted.Add(call);
            return 0;
        }
    }

    private static long Cut(IrType type, long value) => type switch
    {
        IrType.Bool => value & 1,
        IrType.I32 => (int)value,
        _ => value,
    };

    private long Evaluate(Value value, Dictionary<Value, long> values, Dictionary<StackSlot, long> slots, long[] arguments)
    {
        long[] operands = [.. value.Arguments.Select(argument => values[argument])];
        switch (value.Opcode)
        {
            case Opcode.Constant:
                return value.Immediate;
            case Opcode.Undefined:
                return value.Type == IrType.Pointer ? 0 : 0x5a5a;
            case Opcode.Parameter:
                return arguments[value.Immediate];
            case Opcode.SlotAddress:
                return slots[value.Slot];
            case Opcode.GlobalAddress:
                return AddressOf(value.Global);
            case Opcode.Load:
                return Load(value, operands[0] + value.Immediate);
            case Opcode.Store:
                Store(operands[0] + value.Immediate, operands[1], value.Access.Size.Bytes());
                return 0;
            case Opcode.Atomic:
                long before = Load(value, operands[0] + value.Immediate);
                Store(operands[0] + value.Immediate, After(value, before, operands), value.Access.Size.Bytes());
                return before;
            case Opcode.Copy:
                At(operands[1], value.Immediate).CopyTo(At(operands[0], value.Immediate));
                return 0;
            case Opcode.Zero:
                At(operands[0], value.Immediate).Clear();
                return 0;
            case Opcode.Call when value.Block!.Values.Exists(other => other.Opcode == Opcode.Faulted && other.Arguments[0] == value):
                return CallWithFault(value, operands);
            case Opcode.Call:
                return Call(value.Callee, operands);
            case Opcode.Faulted:
                return _faulted.Contains(value.Arguments[0]) ? 1 : 0;
            case Opcode.BudgetUsedUp or Opcode.Fence:
                return 0;
            case Opcode.MayOverlap:
                return 1;
            case Opcode.CallHelper or Opcode.CallKfunc when KernelSections.BoundaryOf(value) is { } boundary:
                Cross(boundary.Section, boundary.IsEntry);
                return 0;
            case Opcode.CallHelper when value.Helper.Id == ProbeReadKernel:
                At(operands[2], operands[1]).CopyTo(At(operands[0], operands[1]));
                return 0;
            case Opcode.MapAddress:
                return AddressOf(value.Map);
            case Opcode.FunctionAddress:
                return 0;
            case Opcode.CallHelper when value.Helper.Id == Loop:
                return CallBack(value, operands, (uint)operands[0], round => [round]);
            case Opcode.CallHelper when value.Helper.Id == ForEachElement:
                InterpretedMap.Slot[] entries = MapOf(value.Arguments[0].Map).Slots;
                return CallBack(value, operands, (uint)entries.Length, round => [0, Allocate([.. entries[round].Key]), entries[round].Address]);
            case Opcode.CallHelper when value.Arguments is [{ Opcode: Opcode.MapAddress, Map: var map }, ..]:
                return CallMap(map, value.Helper.Id, operands);
            default:
                return value.Arguments is [{ Type: IrType.I32 }, ..] ? Compute32(value, operands) : Compute64(value, operands);
        }
    }

    private void Cross(KernelSection section, bool isEntry)
    {
        if (isEntry)
            _sections.Push(section);
        else
            Assert.Equal(section, _sections.Pop());
    }

    private long AddressOf(Compiler.Ir.GlobalVariable global)
    {
        if (!_globals.TryGetValue(global, out long address))
            _globals[global] = address = Allocate([.. global.Initial]);
        return address;
    }

    private long AddressOf(MapDefinition map)
    {
        if (!_mapAddresses.TryGetValue(map, out long address))
            _mapAddresses[map] = address = Allocate([]);
        return address;
    }

    private InterpretedMap MapOf(MapDefinition definition)
    {
        if (!_maps.TryGetValue(definition, out InterpretedMap? map))
            _maps[definition] = map = new InterpretedMap(definition, Allocate);
        return map;
    }

    /// <summary>Calls the callback that a helper takes second, until it returns 1.</summary>
    private long CallBack(Value call, long[] operands, uint rounds, Func<uint, long[]> arguments)
    {
        for (uint round = 0; round < rounds; round++)
        {
            if (Call(call.Arguments[1].Callee, [.. arguments(round), operands[2]]) != 0)
                return round + 1;
        }

        return rounds;
    }

    private long CallMap(MapDefinition definition, int helper, long[] operands)
    {
        InterpretedMap map = MapOf(definition);
        ReadOnlySpan<byte> key = At(operands[1], definition.KeySize);
        return helper switch
        {
            InterpretedMap.LookupElement => map.Lookup(key),
            InterpretedMap.UpdateElement => Update(map, key, At(operands[2], definition.ValueSize), operands[3]),
            InterpretedMap.DeleteElement => map.Delete(key),
            _ => throw new NotSupportedException($"The interpreter does not know the helper {helper}."),
        };
    }

    private long Update(InterpretedMap map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long flags)
    {
        byte[] copy = value.ToArray();
        if (map.Update(key, flags) is var address && address < 0)
            return address;
        copy.CopyTo(At(address, copy.Length));
        return 0;
    }

    private long Load(Value load, long address)
    {
        Span<byte> bytes = stackalloc byte[8];
        int size = load.Access.Size.Bytes();
        At(address, size).CopyTo(bytes);
        long value = BitConverter.ToInt64(bytes);
        int shift = 64 - (size * 8);
        return load.Access.IsSigned ? value << shift >> shift : value;
    }

    private void Store(long address, long value, int size) => BitConverter.GetBytes(value).AsSpan(0, size).CopyTo(At(address, size));

    /// <summary>What an atomic operation leaves in memory.</summary>
    private static long After(Value atomic, long before, long[] operands) => atomic.AtomicAccess.Operation switch
    {
        AtomicOperation.Add => before + operands[1],
        AtomicOperation.And => before & operands[1],
        AtomicOperation.Or => before | operands[1],
        AtomicOperation.Xor => before ^ operands[1],
        AtomicOperation.Exchange => operands[1],
        _ => Cut(atomic.Type, before) == operands[2] ? operands[1] : before,
    };

    // What 32 bits make otherwise.
    private static long Compute32(Value value, long[] operands)
    {
        int x = (int)operands[0];
        int y = operands.Length > 1 ? (int)operands[1] : 0;
        return value.Opcode switch
        {
            Opcode.DivideUnsigned => y == 0 ? 0 : (uint)x / (uint)y,
            Opcode.RemainderUnsigned => y == 0 ? x : (uint)x % (uint)y,
            Opcode.ShiftLeft => x << y,
            Opcode.ShiftRightSigned => x >> y,
            Opcode.ShiftRightUnsigned => x >>> y,
            Opcode.LessUnsigned => (uint)x < (uint)y ? 1 : 0,
            Opcode.LessOrEqualUnsigned => (uint)x <= (uint)y ? 1 : 0,
            _ => Compute64(value, operands),
        };
    }

    private static long Compute64(Value value, long[] operands)
    {
        long x = operands[0];
        long y = operands.Length > 1 ? operands[1] : 0;
        int shift = 64 - (int)value.Immediate;
        return value.Opcode switch
        {
            Opcode.Add or Opcode.PointerAdd => x + y,
            Opcode.Subtract => x - y,
            Opcode.Multiply => x * y,

            // As the machine divides: by zero gives zero, the remainder is the dividend.
            Opcode.DivideSigned => y == 0 ? 0 : y == -1 ? -x : x / y,
            Opcode.DivideUnsigned => y == 0 ? 0 : (long)((ulong)x / (ulong)y),
            Opcode.RemainderSigned => y == 0 ? x : y == -1 ? 0 : x % y,
            Opcode.RemainderUnsigned => y == 0 ? x : (long)((ulong)x % (ulong)y),
            Opcode.And => x & y,
            Opcode.Or => x | y,
            Opcode.Xor => x ^ y,
            Opcode.ShiftLeft => x << (int)y,
            Opcode.ShiftRightSigned => x >> (int)y,
            Opcode.ShiftRightUnsigned => x >>> (int)y,
            Opcode.Negate => -x,
            Opcode.SwapBytes => (long)(BinaryPrimitives.ReverseEndianness((ulong)x) >> shift),
            Opcode.Equal => x == y ? 1 : 0,
            Opcode.NotEqual => x != y ? 1 : 0,
            Opcode.LessSigned => x < y ? 1 : 0,
            Opcode.LessOrEqualSigned => x <= y ? 1 : 0,
            Opcode.LessUnsigned => (ulong)x < (ulong)y ? 1 : 0,
            Opcode.LessOrEqualUnsigned => (ulong)x <= (ulong)y ? 1 : 0,
            Opcode.SignExtend => x << shift >> shift,
            Opcode.ZeroExtend => value.Immediate == 1 ? x & 1 : x << shift >>> shift,
            Opcode.Truncate or Opcode.Reinterpret => x,
            Opcode.Select => x != 0 ? operands[1] : operands[2],
            _ => throw new NotSupportedException($"The interpreter does not know {value.Opcode}."),
        };
    }
}
