namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Programs that read and write packets.</summary>
internal sealed partial class ProgramGenerator
{
    private const int ShortestPacket = 14;

    private bool _isOfPacket;

    private void PacketProgram(int number)
    {
        Line($"[Xdp(OnFault = (XdpAction){_random.Next(5, 20)})]");
        Line($"public XdpAction Run{number}(XdpContext context)");
        (_hasMaps, _isOfPacket) = (true, true);
        Body([], () =>
        {
            var packet = new Place(NewName("s"), new SpanType(IntegerType.Byte, ShortestPacket, isReadOnly: false));
            Line($"Span<byte> {Declare(packet).Text} = context.Packet;");
            for (int i = 0; i < 3; i++)
                _ = Chance(2) ? PacketNumber(packet) : PacketField(packet);
            if (Chance(2))
                LongerPacket(packet);
            Statements(_random.Next(2, 7));
            Line($"return (XdpAction)({Expression(IntegerType.Int32)} & 3);");
        });
        (_hasMaps, _isOfPacket) = (false, false);
    }

    private bool PacketNumber(Place packet) => Result(IntegerType.Byte, $"{packet.Text}[{_random.Next(ShortestPacket)}]");

    /// <summary>A number or a struct in the packet, some of which are not there.</summary>
    private bool PacketField(Place packet)
    {
        string start = $"{packet.Text}[{(Chance(3) ? $"({packet.Text}[0] & 7)" : _random.Next(ShortestPacket - 8))}..]";
        if (Chance(3))
            return Pick([.. _structs.Where(type => !HasBool(type))]) is var type && Result(type, $"MemoryMarshal.Read<{type}>({start})");
        (string number, _) = Pick(Numbers);
        CsType read = IntegerType.All.First(type => type.Name == Keywords[number]);
        return Result(read, $"BinaryPrimitives.Read{number}{Pick(["Little", "Big"])}Endian({start})");
    }

    /// <summary>What a bool is that is neither 0 nor 1, C# does not say.</summary>
    private static bool HasBool(CsType type) => type switch
    {
        BoolType => true,
        StructType structure => structure.Members.Any(member => HasBool(member.Type)),
        ArrayType array => HasBool(array.Element),
        _ => false,
    };

    /// <summary>From here on the packet is known to have more.</summary>
    private void LongerPacket(Place packet)
    {
        int length = _random.Next(ShortestPacket, 60);
        Line($"if ({packet.Text}.Length < {length}) return XdpAction.Aborted;");
        NewSpan(new SpanType(IntegerType.Byte, length, isReadOnly: false), packet.Text);
    }
}
