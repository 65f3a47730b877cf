using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Events that a program of C# writes, read by the class that it writes them with.</summary>
public class RingBufferTests
{
    private const string Source = """
        using CsBpf;

        [BpfObject]
        public partial class Writer
        {
            public struct Event
            {
                public byte Kind;
                public long Number;
            }

            public struct Request
            {
                public int First, Count, Divisor;
            }

            public readonly BpfRingBuffer<Event> Events = new(size: 4096);

            [Syscall]
            public int Write(ref Request request)
            {
                int written = 0;
                for (int i = 0; i < request.Count; i++)
                {
                    if (!Events.TryWrite(new Event { Kind = (byte)i, Number = request.First + i }))
                        break;
                    written++;
                }

                return written;
            }

            [Syscall(OnFault = -1)]
            public int Reserve(ref Request request)
            {
                int written = 0;
                for (int i = 0; i < request.Count; i++)
                {
                    using RingBufferEntry<Event> entry = Events.Reserve();
                    if (!entry.IsReserved)
                        break;
                    entry.Value.Number = request.First / (request.Divisor - i);
                    if ((i & 1) != 0)
                        continue;
                    entry.Submit();
                    written++;
                }

                return written;
            }
        }
        """;

    private record struct Event(byte Kind, long Number);

    private record struct Request(int First, int Count, int Divisor);

    [RequiresBpfTheory(Kernel = "5.14")]
    [InlineData(BpfIsa.V1, "6.1")]
    [InlineData(BpfIsa.V3, "6.4")]
    [InlineData(BpfIsa.V4, "6.9")]
    public void Events_OfAProgram_AreReadInUserSpace(BpfIsa isa, string kernel)
    {
        using LoadedObject loaded = BpfSource.Load(Source, isa: isa, targetKernel: Version.Parse(kernel));
        BpfRingBuffer<Event> events = Bind(loaded);
        var request = new Request(5, 3, 0);

        Assert.Equal(3, loaded.Program<SyscallProgram>("Write").Run(ref request));
        Assert.Equal([new(0, 5), new(1, 6), new(2, 7)], Read(events));
    }

    /// <summary>What a program left by a fault, or did not submit, is no event; the room is there again.</summary>
    [RequiresBpfTheory(Kernel = "5.14")]
    [InlineData(BpfIsa.V1, "6.1")]
    [InlineData(BpfIsa.V3, "6.4")]
    [InlineData(BpfIsa.V4, "6.9")]
    public void Entries_ThatAreNotSubmitted_AreNoEvents(BpfIsa isa, string kernel)
    {
        using LoadedObject loaded = BpfSource.Load(Source, isa: isa, targetKernel: Version.Parse(kernel));
        BpfRingBuffer<Event> events = Bind(loaded);
        var program = loaded.Program<SyscallProgram>("Reserve");

        for (int round = 0; round < 100; round++)
        {
            var faulting = new Request(60, 20, 3);
            var complete = new Request(60, 4, 100);
            Assert.Equal(-1, program.Run(ref faulting));
            Assert.Equal([new(0, 20), new(0, 60)], Read(events));
            Assert.Equal(2, program.Run(ref complete));
            Assert.Equal([new(0, 0), new(0, 0)], Read(events));
            Assert.Equal(0, events.AvailableData);
        }
    }

    /// <summary>On the CLR, too.</summary>
    [Fact]
    public void Clr_EntriesThatAreNotSubmitted_AreNoEvents()
    {
        var events = new BpfRingBuffer<long>(4096);
        for (int i = 0; i < 1000; i++)
        {
            using RingBufferEntry<long> entry = events.Reserve();
            Assert.True(entry.IsReserved);
            Assert.Equal(0, entry.Value);
            entry.Value = i;
            if (i % 100 == 0)
                entry.Submit();
            if (i % 200 == 199)
                Assert.Equal(2, events.Consume((ref readonly _) => { }));
        }
    }

    private static BpfRingBuffer<Event> Bind(LoadedObject loaded)
    {
        var events = new BpfRingBuffer<Event>(4096);
        loaded.Bind(events, "Events");
        return events;
    }

    private static List<Event> Read(BpfRingBuffer<Event> events)
    {
        var read = new List<Event>();
        while (events.TryRead(out Event value))
            read.Add(value);
        return read;
    }
}
