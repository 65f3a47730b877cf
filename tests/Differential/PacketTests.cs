using System.Reflection;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Programs that read and write packets: they decide and leave behind, in the kernel, what they do on the CLR.</summary>
public class PacketTests
{
    private const int Packets = 60;

    private static readonly Dictionary<string, string> Bodies = new()
    {
        { "a constant position", "return packet[12] == 8 ? XdpAction.Drop : XdpAction.Pass;" },
        { "constant positions, the last of which is not always there", "return packet[0] + packet[13] + packet[33] > 300 ? XdpAction.Drop : XdpAction.Transmit;" },
        { "a length that is asked first", "if (packet.Length < 34) return XdpAction.Aborted; return packet[33] > 100 ? XdpAction.Drop : XdpAction.Transmit;" },
        { "a length that is asked the other way", "if (20 <= packet.Length) packet[19] ^= 0xff; return packet.Length > 30 ? (XdpAction)(packet[30] & 3) : XdpAction.Drop;" },
        { "a position from the packet", "int at = packet[0]; packet[at] = 0x55; return XdpAction.Drop;" },
        { "a position that may be negative", "int at = packet[0] - 100; packet[at] = 0x55; return XdpAction.Drop;" },
        { "a position and positions beside it", "int at = (packet[0] & 15) * 4; packet[at + 3] = packet[at]; packet[at + 1] = packet[at + 2]; return XdpAction.Drop;" },
        { "the last byte", "return packet[^1] > 100 ? XdpAction.Drop : XdpAction.Transmit;" },
        { "a slice of a slice", "Span<byte> rest = packet[4..][packet[0]..]; rest[2]++; return rest.Length > 10 ? XdpAction.Drop : XdpAction.Transmit;" },
        { "a slice that is shorter", "Span<byte> part = packet.Slice(packet[0] & 7, 6); part[5] = part[0]; return (XdpAction)(part[3] & 3);" },
        { "a loop over the start", "int sum = 0; for (int i = 0; i < 14; i++) sum += packet[i]; return (XdpAction)(sum & 3);" },
        { "a loop over all", "int sum = 0; foreach (byte b in packet) sum += b; return (XdpAction)(sum & 3);" },
        { "a loop that moves on", "while (packet.Length > 20) { packet[1]++; packet = packet[packet[0]..]; if (packet[0] == 0) break; } return (XdpAction)(packet[0] & 3);" },
        { "one of two places", "ref byte place = ref packet[(packet[0] & 1) == 0 ? 3 : packet[1]]; place++; return XdpAction.Drop;" },
        { "one of two slices", "Span<byte> part = (packet[0] & 1) == 0 ? packet[3..] : packet[packet[1]..]; part[0] = 9; return XdpAction.Drop;" },
        { "a slice or nothing", "Span<byte> part = default; if ((packet[0] & 1) == 0) part = packet[3..]; return part.IsEmpty ? XdpAction.Drop : (XdpAction)(part[1] & 3);" },
        { "a function", "return Sum(packet[2..8]) > 500 ? XdpAction.Drop : Sum(packet) > 1000 ? XdpAction.Pass : XdpAction.Transmit;" },
        { "filling and copying", "packet[..4].Fill(7); packet[2..6].CopyTo(packet[4..]); packet[8..12].Clear(); return XdpAction.Transmit;" },
        { "bytes from the stack", "Span<byte> mac = stackalloc byte[6]; packet[..6].CopyTo(mac); packet[6..12].CopyTo(packet); mac.CopyTo(packet[6..]); return XdpAction.Transmit;" },
        { "bytes that are compared", "return packet[..3].SequenceEqual(\"\\0\\x1\\x2\"u8) ? XdpAction.Drop : XdpAction.Transmit;" },
        { "numbers of the network", "return BinaryPrimitives.ReadUInt16BigEndian(packet[12..]) > 0x6000 ? XdpAction.Drop : (XdpAction)(BinaryPrimitives.ReadUInt32BigEndian(packet[26..30]) & 3);" },
        { "numbers at a position from the packet", "Span<byte> rest = packet[(packet[0] & 63)..]; if (!BinaryPrimitives.TryReadUInt64BigEndian(rest, out ulong wide)) return XdpAction.Aborted; BinaryPrimitives.WriteUInt64LittleEndian(rest, wide); return (XdpAction)(wide & 3);" },
        { "a header", "var header = MemoryMarshal.Read<Header>(packet[1..]); MemoryMarshal.Write(packet[6..], header); return (XdpAction)(header.Kind & 3);" },
        { "a reference to a header", "ref Packed header = ref MemoryMarshal.AsRef<Packed>(packet[(packet[0] & 15)..]); header.Length ^= header.Kind; header.Flags++; return (XdpAction)(header.Length & 3);" },
        { "a pointer that is compared with the end", "fixed (byte* start = packet) { byte* end = start + packet.Length; Packed* header = (Packed*)(start + 14); if (header + 1 > end) return XdpAction.Drop; header->Flags++; return (XdpAction)(header->Length & 3); }" },
        { "a pointer that moves to the end", "uint sum = 0; fixed (byte* start = packet) for (byte* p = start; p < start + packet.Length; p++) sum += *p; return (XdpAction)(sum & 3);" },
        { "a pointer at a position from the packet", "fixed (byte* start = packet[2..]) { byte* at = start + (packet[0] & 7); *(uint*)at ^= *(ushort*)(at + 4); return at[1] > 100 ? XdpAction.Drop : XdpAction.Pass; }" },
        { "text", "bool fits = Utf8.TryWrite(packet[10..], $\"{packet[0],4}:{packet[1]:x2}{packet[2..4]}\", out int written); return (XdpAction)(fits ? written & 3 : 3);" },
        { "text that is one of two, and more", "Utf8.TryWrite(packet, $\"{XdpAction.Pass.HasFlag((XdpAction)packet.IndexOf((byte)1))}0x{packet}é,{0,9:X4}\", out int written); return (XdpAction)(written & 3);" },
        { "text in which the packet stands, and a number behind it", "int first = BinaryPrimitives.ReadInt32LittleEndian(packet); _ = BinaryPrimitives.ReadUInt16LittleEndian(packet[(int)packet[0]..]); _ = packet[9]; bool same = packet.SequenceEqual(packet); Utf8.TryWrite(packet, $\" = {packet}é,{same} = {packet}\", out int written); written %= 1 ^ first; return (XdpAction)((int)BinaryPrimitives.ReadUInt64LittleEndian(packet) + written & 3);" },
        { "addresses", "var mac = new MacAddress(packet[6..]); var ip = new IPv4Address(packet[10..14]); Utf8.TryWrite(packet, $\"{ip}\", out _); return mac == default ? XdpAction.Drop : (XdpAction)(mac[3] & 3);" },
        { "a slice in a struct, beside an array that is shown as a span", "Description d = Describe(packet[(packet[0] & 15)..]); d.Name[packet[1] & 7]++; return Sum(d.Name) + Sum(d.Rest) > 300 ? XdpAction.Drop : (XdpAction)(d.Kind & 3);" },
        { "options, as long as there are some", "return TryParse(packet, out Options found) ? (XdpAction)((found.Size ?? found.Scale ?? 1) & 3) : XdpAction.Drop;" },
        { "a name, label by label", "return Labels(packet) is { } labels ? (XdpAction)(labels & 3) : XdpAction.Aborted;" },
        { "a function that is verified on its own", "packet[1] ^= 3; return Sum(context, packet[0] & 31) > 300 ? XdpAction.Drop : (XdpAction)(packet[1] & 3);" },
        { "positions from the packet, while a lock is held", "int at = packet[0] & 63; using (_lock.EnterScope()) { _sum += packet[at]; packet[1] ^= packet[at + 1]; } return (XdpAction)(_sum & 3);" },
        { "a slice, in a section and a finally", "Span<byte> rest = packet[(packet[1] & 31)..]; using (Bpf.RcuRead()) { try { rest[packet[0]]++; _sum += rest[3]; } finally { packet[2]++; } } return (XdpAction)(_sum & 3);" },
        { "a map", "ref long count = ref Counts.GetOrAdd(packet[3]); count++; return (XdpAction)(count & 3);" },
        { "the longest prefix of an address", "_routes[At(0x0a000000, 8)] = 1; _routes[At(0x0a010000, 16)] = 2; bool isAdded = _routes.TryAdd(At(0x0a010100, 24), 0); Network network = At(BinaryPrimitives.ReadUInt32BigEndian(packet) & 0x0001_07ff | 0x0a00_0000, packet[4] % 34u); _routes.TryGetValue(network, out int route); if (packet[5] > 100) _routes.Reference(At(0x0a0101ff, 32)) ^= 3; packet[0] = (byte)route; packet[1] = isAdded ? (byte)1 : (byte)0; packet[2] = _routes.Remove(network) ? (byte)1 : (byte)0; packet[3] = (byte)_routes[At(0x0a010203, 32)]; if (_routes.TryUpdate(network, 3)) packet[6] = 9; return _routes.ContainsKey(network) ? (XdpAction)route : XdpAction.Drop;" },
        { "a queue and a stack", "bool isQueued = false, isPushed = false; int number = BinaryPrimitives.ReadInt32LittleEndian(packet[4..]); for (int i = 0; i < (packet[0] & 7); i++) { isQueued = _queue.TryEnqueue(new Flow { Protocol = (byte)i, Source = (uint)number }); isPushed = _stack.TryPush(number ^ i); } _queue.TryPeek(out Flow first); if ((packet[0] & 8) != 0 && _stack.TryPop(out int top)) packet[9] = (byte)top; _stack.TryPeek(out int open); bool isTaken = _queue.TryDequeue(out Flow flow); packet[10] = (byte)(first.Source + open + (isTaken ? flow.Protocol : 77)); return isQueued && isPushed ? XdpAction.Pass : isPushed ? XdpAction.Drop : XdpAction.Transmit;" },
        { "a filter that says what was never there", "bool isAdded = _seen.Add(new Flow { Protocol = packet[0], Source = packet[1] }); return isAdded && _seen.MayContain(new Flow { Protocol = packet[0], Source = packet[1] }) ? (XdpAction)(packet[2] & 3) : XdpAction.Aborted;" },
        { "counts of each processor", "ref long all = ref _perProcessor[packet[0] & 7]; all += packet[2]; _flows.GetOrAdd(packet[1]).Bytes += packet.Length; uint step = packet[3]; uint sum = _flows.ForEach((in ulong key, ref Traffic value) => value.Packets += step); _flows.TryGetValue(packet[1], out Traffic traffic); bool isMany = all + traffic.Packets > 300; all = 0; _flows.Remove(packet[1]); return traffic.Bytes > 100 || isMany ? XdpAction.Drop : (XdpAction)(sum & 3);" },
        { "the interface", "return context.IngressInterface == 1 && context.ReceiveQueue == 0 ? XdpAction.Drop : (XdpAction)(packet[5] & 3);" },
    };

    /// <summary>The programs, on each instruction set.</summary>
    public static TheoryData<string, BpfIsa> Programs
    {
        get
        {
            var data = new TheoryData<string, BpfIsa>();
            foreach (string name in Bodies.Keys)
            {
                foreach (BpfIsa isa in Enum.GetValues<BpfIsa>())
                    data.Add(name, isa);
            }

            return data;
        }
    }

    [RequiresBpfTheory(Kernel = "6.9")]
    [MemberData(nameof(Programs))]
    public void Kernel_OnPackets_DoesWhatTheClrDoes(string name, BpfIsa isa)
    {
        string source = Source(Bodies[name]);
        Type type = CompiledClass.Load(source, "Packets");
        object instance = Activator.CreateInstance(type)!;
        var clr = type.GetMethod("Run")!.CreateDelegate<Func<XdpContext, XdpAction>>(instance);
        using LoadedObject kernel = BpfSource.Load(source, isa: isa, targetKernel: new Version(6, 9));
        var program = kernel.Program<XdpProgram>("Run");
        var random = new Random(1);

        for (int i = 0; i < Packets; i++)
        {
            string? difference = PacketOutcome.Compare(clr, program, PacketOutcome.NewPacket(random));
            Assert.True(difference is null, $"{name}: {difference}");
        }
    }

    [RequiresBpfTheory(Kernel = "6.9")]
    [InlineData("return packet[12] == 8 ? TcAction.Drop : TcAction.Pass;")]
    [InlineData("packet[packet[0]] = 0x55; return TcAction.Pass;")]
    [InlineData("int sum = 0; foreach (byte b in packet) sum += b; return sum > 2000 ? TcAction.Drop : TcAction.Redirect;")]
    [InlineData("return BinaryPrimitives.TryReadUInt32BigEndian(packet[(packet[0] & 63)..], out uint number) && number > 0x8000_0000 ? TcAction.Drop : TcAction.Next;")]
    [InlineData("packet[2..6].CopyTo(packet[4..]); return context.Length == (uint)packet.Length ? TcAction.Pass : TcAction.Drop;")]
    public void Kernel_OnSocketBuffers_DoesWhatTheClrDoes(string body)
    {
        string source = Source(body).Replace("[Xdp(OnFault = (XdpAction)77)]", "[Tc(OnFault = (TcAction)77)]").Replace("XdpAction", "TcAction").Replace("XdpContext", "SocketBuffer");
        Type type = CompiledClass.Load(source, "Packets");
        var clr = type.GetMethod("Run")!.CreateDelegate<Func<SocketBuffer, TcAction>>(Activator.CreateInstance(type)!);
        using LoadedObject kernel = BpfSource.Load(source, targetKernel: new Version(6, 9));
        var program = kernel.Program<TcProgram>("Run");
        var random = new Random(1);

        for (int i = 0; i < Packets; i++)
        {
            byte[] packet = PacketOutcome.NewPacket(random);
            // Of other kinds the kernel would want whole headers.
            (packet[12], packet[13]) = (8, 6);
            byte[] expected = [.. packet];
            TcAction expectedAction = new BpfSimulation().Run(clr, new SocketBuffer(expected));

            byte[] actual = [.. packet];
            TcAction actualAction = program.Run(actual);

            Assert.Equal($"{expectedAction} {Convert.ToHexString(expected)}", $"{actualAction} {Convert.ToHexString(actual)}");
        }
    }

    private static string Source(string body) => $$"""
        using System;
        using System.Buffers.Binary;
        using System.Runtime.InteropServices;
        using System.Text.Unicode;
        using CsBpf;

        [BpfObject]
        public unsafe partial class Packets
        {
            public readonly BpfHashMap<ulong, long> Counts = new(maxEntries: 300);

            private readonly BpfLpmTrieMap<Network, int> _routes = new(maxEntries: 64);
            private readonly BpfBloomFilterMap<Flow> _seen = new(maxEntries: 1_024, hashFunctions: 4);
            private readonly BpfQueueMap<Flow> _queue = new(maxEntries: 30);
            private readonly BpfStackMap<int> _stack = new(maxEntries: 40);
            private readonly BpfPerCpuArrayMap<long> _perProcessor = new(maxEntries: 8);
            private readonly BpfPerCpuHashMap<ulong, Traffic> _flows = new(maxEntries: 300);

            private static BpfSpinLock _lock;
            private static ulong _sum;

            private struct Network
            {
                public uint PrefixLength, Address;
            }

            private struct Flow
            {
                public byte Protocol;
                public uint Source;
            }

            private struct Traffic
            {
                public uint Packets;
                public long Bytes;
            }

            private static Network At(uint address, uint length) => new() { PrefixLength = length, Address = BinaryPrimitives.ReverseEndianness(address) };

            [Xdp(OnFault = (XdpAction)77)]
            public XdpAction Run(XdpContext context)
            {
                Span<byte> packet = context.Packet;
                {{body}}
            }

            private struct Options
            {
                public ushort? Size;
                public byte? Scale;
                public bool IsPermitted;
                public (uint Value, uint Echo)? Timestamp;
            }

            private ref struct Description
            {
                public byte Kind;
                public Name Name;
                public Span<byte> Rest;
            }

            [System.Runtime.CompilerServices.InlineArray(8)]
            private struct Name
            {
                private byte _first;
            }

            private static Description Describe(Span<byte> bytes)
            {
                var description = new Description { Kind = bytes[0], Rest = bytes[1..] };
                bytes[..8].CopyTo(description.Name);
                return description;
            }

            [BpfGlobal]
            private static int Sum(XdpContext context, int at)
            {
                context.Packet[at + 1]++;
                return context.Packet[at] + context.Packet[^1];
            }

            private static uint? Labels(ReadOnlySpan<byte> bytes)
            {
                uint hash = 2166136261;
                int labels = 0;
                while (true)
                {
                    if (bytes.IsEmpty)
                        return null;
                    int length = bytes[0] >> 3;
                    bytes = bytes[1..];
                    if (length == 0)
                        break;
                    if (length > bytes.Length || ++labels > 20)
                        return null;
                    foreach (byte letter in bytes[..length])
                        hash = (hash ^ letter) * 16777619;
                    bytes = bytes[length..];
                }

                return hash + (uint)labels;
            }

            private static bool TryParse(ReadOnlySpan<byte> bytes, out Options options)
            {
                options = default;
                while (!bytes.IsEmpty)
                {
                    int length = 1 + (bytes[0] >> 4);
                    if (length > bytes.Length)
                        return false;
                    ReadOnlySpan<byte> body = bytes[1..length];
                    switch (bytes[0] & 15, body.Length)
                    {
                        case (0, _):
                            return true;
                        case (1 or 2, >= 2):
                            options.Size = (ushort)(body[0] << 8 | body[1]);
                            break;
                        case (> 12, > 0):
                            options.Scale = body[0];
                            break;
                        case (3, 0):
                            options.IsPermitted = true;
                            break;
                        case (_, 8):
                            options.Timestamp = (body[0], body[4]);
                            break;
                    }

                    bytes = bytes[length..];
                }

                return options.IsPermitted || options.Timestamp is not null;
            }

            private struct Header
            {
                public uint Length;
                public ushort Kind;
                public byte Flags;
            }

            [StructLayout(LayoutKind.Sequential, Pack = 1)]
            private struct Packed
            {
                public byte Flags;
                public uint Length;
                public ushort Kind;
            }

            private static int Sum(ReadOnlySpan<byte> bytes)
            {
                int sum = 0;
                for (int i = 0; i < bytes.Length && i < 20; i++)
                    sum += bytes[i];
                return sum;
            }
        }
        """;
}
