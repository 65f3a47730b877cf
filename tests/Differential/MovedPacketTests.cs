using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Programs that make packets longer and shorter: what they see and leave behind is what they do on the CLR.</summary>
public class MovedPacketTests
{
    private const int Packets = 60;
    private const int OutputSize = 8192;

    private static readonly Dictionary<string, string> XdpBodies = new()
    {
        { "forward", "if (!context.AdjustHead(packet[0] & 31)) return XdpAction.Drop; packet = context.Packet; packet[0] ^= packet[^1]; return (XdpAction)(packet[1] & 3);" },
        { "back", "if (!context.AdjustHead(-(packet[0] & 31) - 8)) return XdpAction.Drop; packet = context.Packet; for (int i = 0; i < packet.Length - 30; i++) packet[i] = (byte)i; return (XdpAction)(packet[^3] & 3);" },
        { "too far back", "return context.AdjustHead(packet[0] - 217) ? XdpAction.Drop : XdpAction.Pass;" },
        { "the end", "return context.AdjustTail(packet[0] - 20) ? (XdpAction)(context.Packet[^1] + context.Packet.Length & 3) : XdpAction.Drop;" },
        { "both ends", "return context.AdjustHead(2) && context.AdjustTail(6) && context.AdjustHead(3) ? (XdpAction)(context.Packet[12] & 3) : XdpAction.Drop;" },
        { "in one case", "if ((packet[0] & 1) != 0 && !context.AdjustHead(4)) return XdpAction.Aborted; Span<byte> now = context.Packet; now[2] ^= 0x55; return (XdpAction)(now[9] & 3);" },
        { "in a loop", "int labels = 0; while (labels < 20 && context.Packet[0] < 128 && context.AdjustHead(1)) labels++; return (XdpAction)(labels & 3);" },
        { "in a method", "if (!Strip(context, packet[0] & 7)) return XdpAction.Drop; context.Packet[0]++; if (!Strip(context, 2)) return XdpAction.Pass; return (XdpAction)(context.Packet[^1] & 3);" },
        { "after a length", "int before = packet.Length; _ = packet[20]; if (!context.AdjustHead(6)) return XdpAction.Drop; return before - context.Packet.Length == 6 && before > 30 ? XdpAction.Pass : XdpAction.Transmit;" },
        { "and bytes that are copied", "bool isRead = context.TryRead(packet[0], out ulong bytes); return isRead && context.TryWrite(packet[1] & 31u, bytes ^ 0x55) && context.GetLength() == (ulong)context.Packet.Length ? (XdpAction)(bytes & 3) : XdpAction.Drop;" },
    };

    private static readonly Dictionary<string, string> TcBodies = new()
    {
        { "bytes", "bool isRead = context.TryRead(packet[0], out uint number); return context.TryWrite(packet[1] & 63u, number + 1) && isRead ? (TcAction)(context.Packet[3] & 3) : TcAction.Drop;" },
        { "a checksum", "uint from = MemoryMarshal.Read<uint>(packet[4..]); ushort part = MemoryMarshal.Read<ushort>(packet[10..]); if (!context.ReplaceIpChecksum(8, from, 0x1234_5678, 4) || !context.ReplaceIpChecksum(8, part, from & 0xffff, 2)) return TcAction.Drop; return (TcAction)(context.Packet[8] & 3);" },
        { "the length", "if (!context.ChangeLength(packet[0] & 63u)) return TcAction.Drop; return context.Packet.Length >= 14 && context.Length == (uint)context.Packet.Length ? (TcAction)(context.Packet[13] & 3) : TcAction.Next;" },
        { "what can be seen", "return context.PullData(packet[0] & 127u) ? (TcAction)(context.Packet[3] & 3) : TcAction.Drop;" },
    };

    /// <summary>The XDP programs, on each instruction set.</summary>
    public static TheoryData<string, BpfIsa> XdpPrograms => All(XdpBodies);

    /// <summary>The programs of traffic control, on each instruction set.</summary>
    public static TheoryData<string, BpfIsa> TcPrograms => All(TcBodies);

    [RequiresBpfTheory(Kernel = "6.9")]
    [MemberData(nameof(XdpPrograms))]
    public void Kernel_OnPacketsThatAreMoved_DoesWhatTheClrDoes(string name, BpfIsa isa)
    {
        string source = Source("Xdp", "XdpAction", "XdpContext", XdpBodies[name]);
        Type type = CompiledClass.Load(source, "Packets");
        var clr = type.GetMethod("Run")!.CreateDelegate<Func<XdpContext, XdpAction>>(Activator.CreateInstance(type)!);
        using LoadedObject kernel = BpfSource.Load(source, isa: isa, targetKernel: new Version(6, 9));

        Compare(kernel.Program<XdpProgram>("Run"), packet =>
        {
            var context = new XdpContext(packet);
            XdpAction action = new BpfSimulation().Run(clr, context);
            return ((int)action, context.Packet.ToArray());
        });
    }

    [RequiresBpfTheory(Kernel = "6.9")]
    [MemberData(nameof(TcPrograms))]
    public void Kernel_OnSocketBuffersThatAreChanged_DoesWhatTheClrDoes(string name, BpfIsa isa)
    {
        string source = Source("Tc", "TcAction", "SocketBuffer", TcBodies[name]);
        Type type = CompiledClass.Load(source, "Packets");
        var clr = type.GetMethod("Run")!.CreateDelegate<Func<SocketBuffer, TcAction>>(Activator.CreateInstance(type)!);
        using LoadedObject kernel = BpfSource.Load(source, isa: isa, targetKernel: new Version(6, 9));

        Compare(kernel.Program<TcProgram>("Run"), packet =>
        {
            var context = new SocketBuffer(packet);
            TcAction action = new BpfSimulation().Run(clr, context);
            return ((int)action, context.Packet.ToArray());
        });
    }

    /// <summary>A span of a packet that may be elsewhere is refused, where it is used, and only then.</summary>
    [Theory]
    [InlineData("context.AdjustHead(4); return (XdpAction)packet[0];", 1)]
    [InlineData("if (packet[0] == 1) context.AdjustTail(-4); return (XdpAction)packet[0];", 1)]
    [InlineData("for (int i = 0; i < 3; i++) { packet[1]++; context.AdjustHead(1); } return XdpAction.Pass;", 1)]
    [InlineData("Strip(context, 3); packet[2] = 1; return XdpAction.Pass;", 1)]
    [InlineData("Bpf.Loop(2, _ => Strip(context, 3)); packet[2] = 1; return XdpAction.Pass;", 1)]
    [InlineData("context.AdjustHead(4); return packet.Length > 20 ? XdpAction.Drop : XdpAction.Pass;", 0)]
    [InlineData("if (packet[0] == 1) { context.AdjustHead(4); return XdpAction.Drop; } return (XdpAction)packet[0];", 0)]
    public void Span_OfAPacketThatMayBeElsewhere_IsRefused(string body, int diagnostics) => Assert.Equal(
        Enumerable.Repeat("CSBPF0637", diagnostics),
        BpfSource.Compile(Source("Xdp", "XdpAction", "XdpContext", body)).Diagnostics.Select(diagnostic => diagnostic.Id));

    private static void Compare(LoadedProgram program, Func<byte[], (int Action, byte[] Packet)> clr)
    {
        var random = new Random(1);
        byte[] output = new byte[OutputSize];
        for (int i = 0; i < Packets; i++)
        {
            byte[] packet = PacketOutcome.NewPacket(random);
            (packet[12], packet[13]) = (8, 6);
            TestRunResult result = program.TestRun(packet, output);

            (int action, byte[] expected) = clr([.. packet]);

            Assert.Equal(
                $"{Convert.ToHexString(packet)}: {action} {Convert.ToHexString(expected)}",
                $"{Convert.ToHexString(packet)}: {result.ReturnValue} {Convert.ToHexString(output.AsSpan(0, result.OutputLength))}");
        }
    }

    private static TheoryData<string, BpfIsa> All(Dictionary<string, string> bodies)
    {
        var data = new TheoryData<string, BpfIsa>();
        foreach (string name in bodies.Keys)
        {
            foreach (BpfIsa isa in Enum.GetValues<BpfIsa>())
                data.Add(name, isa);
        }

        return data;
    }

    private static string Source(string attribute, string action, string context, string body) => $$"""
        using System;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using CsBpf;

        [BpfObject(License = "GPL")]
        public partial class Packets
        {
            [{{attribute}}(OnFault = ({{action}})77)]
            public {{action}} Run({{context}} context)
            {
                Span<byte> packet = context.Packet;
                {{body}}
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static bool Strip(XdpContext context, int bytes) => context.Packet[bytes] != 3 && context.AdjustHead(bytes);
        }
        """;
}
