using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Rewriting;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>Where an address leads in a packet.</summary>
/// <param name="Packet">The packet.</param>
/// <param name="Offset">How far from its start: the part that varies, as an I64; null for none.</param>
/// <param name="Distance">The constant part.</param>
internal readonly record struct PacketPosition(PacketBounds Packet, Value? Offset, long Distance);

/// <summary>
/// The addresses of a function that lead into packets, each as the packet's start and what is added to it. The verifier wants an address made
/// in one step from the start, by a number whose limits it knows.
/// </summary>
internal sealed class PacketPositions
{
    private readonly Function _function;
    private readonly Dictionary<Value, PacketBounds> _packets = [];
    private readonly Dictionary<Value, PacketPosition> _positions = [];

    /// <summary>Finds them.</summary>
    /// <exception cref="CodeGenerationException">An address may lead into a packet, or elsewhere.</exception>
    public PacketPositions(Function function, IReadOnlyList<PacketBounds> packets)
    {
        _function = function;
        foreach (PacketBounds packet in packets)
            _packets.Add(packet.Start, packet);
        FindAddresses();
        FindOffsets();
    }

    /// <summary>Where an address leads; null where it is not into a packet.</summary>
    public PacketPosition? Find(Value address) => _positions.TryGetValue(address, out PacketPosition position) ? position : null;

    private IEnumerable<Value> Values => _function.Blocks.SelectMany(block => block.Values);

    private void FindAddresses()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Value value in Values.Where(value => value.Type == IrType.Pointer && !_packets.ContainsKey(value)))
            {
                if (Sources(value).FirstOrDefault(_packets.ContainsKey) is { } source)
                {
                    _packets.Add(value, _packets[source]);
                    changed = true;
                }
            }
        }

        foreach (Value value in _packets.Keys)
        {
            // The memory of an empty span is nowhere, and nothing is read there.
            if (Sources(value).Any(source => !source.IsConstant && _packets.GetValueOrDefault(source) != _packets[value]))
                throw Refuse(value, "uses an address that may lead into a packet, or elsewhere");
        }
    }

    private static IEnumerable<Value> Sources(Value value) => value.Opcode switch
    {
        Opcode.PointerAdd => value.Arguments.Take(1),
        Opcode.Phi => value.Arguments,
        Opcode.Select => value.Arguments.Skip(1),
        _ => [],
    };

    private CodeGenerationException Refuse(Value value, string problem) =>
        new(CodeGenerationError.PacketReference, _function, $"'{_function.Name}' {problem}.", location: value.Location);

    private void FindOffsets()
    {
        Value[] phis = [.. Values.Where(value => value.Opcode == Opcode.Phi && _packets.ContainsKey(value))];
        foreach (Value phi in phis)
        {
            Value offset = phi.Block!.Insert(0, _function.NewPhi(IrType.I64, phi.Location));
            _positions.Add(phi, new PacketPosition(_packets[phi], offset, 0));
        }

        foreach (Value value in ReversePostorder.Of(_function).SelectMany(block => block.Values.ToList()))
        {
            if (_packets.TryGetValue(value, out PacketBounds? packet) && value.Opcode != Opcode.Phi)
                _positions.Add(value, PositionOf(value, packet));
        }

        foreach (Value phi in phis)
        {
            Value offset = _positions[phi].Offset!;
            foreach ((BasicBlock from, Value source) in phi.Incoming.Zip(phi.Arguments))
            {
                offset.Incoming.Add(from);
                offset.Arguments.Add(Total(source, from, from.Values.Count));
            }
        }
    }

    private PacketPosition PositionOf(Value value, PacketBounds packet)
    {
        switch (value.Opcode)
        {
            case Opcode.PointerAdd:
                PacketPosition start = _positions[value.Arguments[0]];
                (Value? offset, long distance) = Parts(value.Arguments[1]);
                if (offset is not null && start.Offset is not null)
                    offset = InsertBefore(value, _function.NewValue(Opcode.Add, IrType.I64, value.Location, [start.Offset, offset]));
                return new PacketPosition(packet, offset ?? start.Offset, start.Distance + distance);
            case Opcode.Select:
                Value one = Total(value.Arguments[1], value.Block!, value.Block!.Values.IndexOf(value));
                Value other = Total(value.Arguments[2], value.Block!, value.Block!.Values.IndexOf(value));
                return new PacketPosition(
                    packet, InsertBefore(value, _function.NewValue(Opcode.Select, IrType.I64, value.Location, [value.Arguments[0], one, other])), 0);
            default:
                return new PacketPosition(packet, null, 0);
        }
    }

    /// <summary>A number in its parts. A sum that may wrap stays whole: it is the sum that is inside of the packet.</summary>
    private static (Value? Offset, long Distance) Parts(Value number) => number switch
    {
        { IsConstant: true } => (null, number.Immediate),
        { Opcode: Opcode.Add, Arguments: [var offset, { IsConstant: true } distance] }
            when distance.Immediate is >= 0 and <= int.MaxValue && KnownBits.Of(offset).Maximum <= uint.MaxValue => (offset, distance.Immediate),
        _ => (number, 0),
    };

    private Value InsertBefore(Value value, Value inserted) => value.Block!.Insert(value.Block.Values.IndexOf(value), inserted);

    private Value Total(Value address, BasicBlock block, int place)
    {
        if (address.IsConstant)
            return block.Insert(place, _function.NewConstant(IrType.I64, 0, address.Location));
        PacketPosition position = _positions[address];
        if (position is { Offset: { } offset, Distance: 0 })
            return offset;
        Value distance = block.Insert(place, _function.NewConstant(IrType.I64, position.Distance, address.Location));
        return position.Offset is null
            ? distance
            : block.Insert(place + 1, _function.NewValue(Opcode.Add, IrType.I64, address.Location, [position.Offset, distance]));
    }
}
