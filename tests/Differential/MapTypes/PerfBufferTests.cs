using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Events that programs write to the buffers of their processors, read by the class that they write them with.</summary>
public class PerfBufferTests
{
    private const string Source = """
        using CsBpf;

        [BpfObject(License = "GPL")]
        public partial class Writer
        {
            public struct Event
            {
                public byte Kind;
                public long Number;
            }

            public readonly BpfPerfBuffer<Event> Events = new();

            [Xdp(OnFault = (XdpAction)77)]
            public XdpAction Write(XdpContext context)
            {
                int count = context.Packet[0];
                int written = 0;
                for (int i = 0; i < count; i++)
                    written += Events.TryWrite(new Event { Kind = (byte)i, Number = count * 1000 + i }) ? 1 : 0;
                return (XdpAction)written;
            }
        }
        """;

    private record struct Event(byte Kind, long Number);

    [RequiresBpfTheory]
    [InlineData(BpfIsa.V1, "6.1")]
    [InlineData(BpfIsa.V3, "6.4")]
    [InlineData(BpfIsa.V4, "6.9")]
    public void Events_OfAProgram_AreReadInUserSpace(BpfIsa isa, string targetKernel)
    {
        using LoadedObject loaded = BpfSource.Load(Source, isa: isa, targetKernel: Version.Parse(targetKernel));
        BpfPerfBuffer<Event> events = Bind(loaded, 1);

        Assert.Equal(0, Write(loaded, 3));
        events.Open();
        // Around the end of the buffer.
        for (int round = 0; round < 100; round++)
        {
            Assert.Equal(20, Write(loaded, 20));
            Assert.Equal([.. Enumerable.Range(0, 20).Select(i => new Event((byte)i, 20_000 + i))], Read(events).OrderBy(value => value.Number));
        }

        Assert.Equal(0, events.Lost);
    }

    [RequiresBpfFact]
    public void Events_ThatFindNoRoom_AreCounted()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        BpfPerfBuffer<Event> events = Bind(loaded, 1);
        events.Open();

        int written = Write(loaded, 200);
        Assert.InRange(written, 1, 199);
        Assert.Equal(written, events.Consume((ref readonly _) => { }));
        // What was lost is said with the next event.
        Assert.Equal(1, Write(loaded, 1));
        Assert.True(events.TryRead(out Event last));
        Assert.Equal(new Event(0, 1000), last);
        Assert.Equal(200 - written, events.Lost);
    }

    [RequiresBpfFact]
    public async Task Reader_ThatWaits_GetsEventsAsTheyCome()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        BpfPerfBuffer<Event> events = Bind(loaded, 8);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.False(events.Wait(TimeSpan.FromMilliseconds(10), cancellation.Token));

        var read = new List<long>();
        Task reading = Task.Run(async () =>
        {
            await foreach (Event value in events.ReadAllAsync(cancellation.Token))
            {
                read.Add(value.Number);
                if (read.Count == 5)
                    return;
            }
        });
        await Task.Delay(50, cancellation.Token);
        for (byte count = 1; count <= 2; count++)
            Write(loaded, count);
        await Task.Delay(50, cancellation.Token);
        Write(loaded, 2);
        await reading;

        Assert.Equal([1000, 2000, 2000, 2001, 2001], read.Order());
    }

    [RequiresBpfFact]
    public async Task Wait_OfAnObjectThatIsDisposed_Ends()
    {
        LoadedObject loaded = BpfSource.Load(Source);
        BpfPerfBuffer<Event> events = Bind(loaded, 8);
        events.Open();
        Task waiting = Task.Run(() => events.Wait(TimeSpan.FromSeconds(30)));
        await Task.Delay(50);
        loaded.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    [RequiresBpfFact("bpftool")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source));

    [Fact]
    public void Clr_Events_AreThereToo()
    {
        var events = new BpfPerfBuffer<long>(pagesPerProcessor: 1);
        int written = 0;
        for (int i = 0; i < 1000; i++)
            written += events.TryWrite(i) ? 1 : 0;

        Assert.Equal(1000 - written, events.Lost);
        Assert.True(events.TryRead(out long first));
        Assert.Equal(0, first);
        Assert.Equal(written - 1, events.Consume((ref readonly _) => { }));
    }

    private static int Write(LoadedObject loaded, byte count) => (int)loaded.Program<XdpProgram>("Write").Run([count, .. new byte[20]]);

    private static BpfPerfBuffer<Event> Bind(LoadedObject loaded, int pages)
    {
        var events = new BpfPerfBuffer<Event>(pages);
        loaded.Bind(events, "Events");
        return events;
    }

    private static List<Event> Read(BpfPerfBuffer<Event> events)
    {
        var read = new List<Event>();
        while (events.TryRead(out Event value))
            read.Add(value);
        return read;
    }
}
