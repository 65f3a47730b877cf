using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>
/// Where a packet starts and ends: two values in the context, which are taken once, where the context is first known, and again where the packet was
/// moved.
/// </summary>
/// <param name="Start">The address of the first byte.</param>
/// <param name="End">The address behind the last byte.</param>
internal sealed record PacketBounds(Value Start, Value End)
{
    /// <summary>Finds the packets of a function, and has all that asks for their bounds ask the same values.</summary>
    public static List<PacketBounds> Find(Function function, PacketEpochs epochs)
    {
        var packets = new Dictionary<(Value, PacketRange, object?), PacketBounds>();
        var replacements = new Dictionary<Value, Value>();
        IEnumerable<Value> values = function.Blocks.SelectMany(block => block.Values);
        foreach (Value bound in values.Where(value => value.Opcode is Opcode.PacketStart or Opcode.PacketEnd).ToList())
        {
            Value context = bound.Arguments[0];
            object? epoch = epochs.Before(bound);
            if (!packets.TryGetValue((context, bound.Packet, epoch), out PacketBounds? packet))
                packets.Add((context, bound.Packet, epoch), packet = Take(function, context, bound, epoch));
            replacements.Add(bound, bound.Opcode == Opcode.PacketStart ? packet.Start : packet.End);
        }

        function.Replace(replacements);
        foreach (BasicBlock block in function.Blocks)
            block.Values.RemoveAll(replacements.ContainsKey);
        return [.. packets.Values];
    }

    /// <summary>True for the number of bytes in the packet.</summary>
    public bool IsLength(Value value) =>
        value is { Opcode: Opcode.Subtract, Arguments: [var end, var start] } && IsNumber(end, End) && IsNumber(start, Start);

    private static bool IsNumber(Value value, Value address) => value.Opcode == Opcode.Reinterpret && value.Arguments[0] == address;

    private static PacketBounds Take(Function function, Value context, Value bound, object? epoch)
    {
        BasicBlock block = epoch as BasicBlock ?? (epoch as Value ?? context).Block!;
        int place = block.Values.FindLastIndex(value => value == context || value == epoch || value.Opcode is Opcode.Phi or Opcode.Parameter) + 1;
        return new PacketBounds(
            block.Insert(place, function.NewValue(Opcode.PacketStart, IrType.Pointer, bound.Location, [context], detail: bound.Packet)),
            block.Insert(place + 1, function.NewValue(Opcode.PacketEnd, IrType.Pointer, bound.Location, [context], detail: bound.Packet)));
    }
}
