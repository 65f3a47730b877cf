namespace CsBpf.Differential.Tests;

/// <summary>What a packet program decided, and the packet that it left behind.</summary>
/// <param name="Action">The decision.</param>
/// <param name="Packet">The bytes afterwards.</param>
internal readonly record struct PacketOutcome(XdpAction Action, byte[] Packet)
{
    /// <summary>Where the kernel has the packets of such runs come from.</summary>
    private const uint Loopback = 1;

    /// <summary>The shortest packet that the kernel runs a program on: an Ethernet header.</summary>
    private const int ShortestPacket = 14;

    private const int LongestPacket = 80;
    private const int SmallNumbers = 20;

    /// <summary>A packet of random bytes, the first of which is often small.</summary>
    public static byte[] NewPacket(Random random)
    {
        byte[] packet = new byte[random.Next(ShortestPacket, LongestPacket)];
        random.NextBytes(packet);
        packet[0] = (byte)(random.Next(2) == 0 ? random.Next(SmallNumbers) : packet[0]);
        return packet;
    }

    /// <summary>Runs a packet through both sides, and says how they differ; null where they don't.</summary>
    public static string? Compare(Func<XdpContext, XdpAction> clr, XdpProgram program, byte[] packet)
    {
        byte[] expected = [.. packet];
        var simulation = new BpfSimulation();
        XdpAction expectedAction = simulation.Run(clr, new XdpContext(expected) { IngressInterface = Loopback });

        byte[] actual = [.. packet];
        XdpAction actualAction = program.Run(actual);

        return expectedAction == actualAction && expected.AsSpan().SequenceEqual(actual)
            ? null
            : $"packet {Convert.ToHexString(packet)}\n"
                + $"CLR    {new PacketOutcome(expectedAction, expected)} {simulation.Faults.FirstOrDefault()?.Message}\n"
                + $"kernel {new PacketOutcome(actualAction, actual)}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Action} {Convert.ToHexString(Packet)}";
}
