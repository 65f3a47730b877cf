using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>What user space reads from ring buffers, in the kernel and in memory.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class RingBufferTests : IDisposable
{
    private const int Size = 4096;

    private const string Source = """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>

        struct event { unsigned int kind; long number; };
        struct request { long first, count; int kind; int written; };

        struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } events SEC(".maps");

        enum { WRITE, DISCARD, SHORT, QUIET };

        SEC("syscall")
        int run(struct request *request)
        {
            int written = 0;
            long first = request->first, count = request->count;
            int kind = request->kind;

            for (int i = 0; i < 200 && i < count; i++) {
                if (kind == SHORT) {
                    int value = i;
                    if (!bpf_ringbuf_output(&events, &value, sizeof(value), 0))
                        written++;
                    continue;
                }
                struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
                if (!event)
                    break;
                event->kind = i;
                event->number = first + i;
                if (kind == DISCARD && i % 2)
                    bpf_ringbuf_discard(event, 0);
                else
                    bpf_ringbuf_submit(event, kind == QUIET ? BPF_RB_NO_WAKEUP : 0);
                written++;
            }
            request->written = written;
            return 0;
        }

        char LICENSE[] SEC("license") = "GPL";
        """;

    private static readonly Lazy<byte[]> Compiled = new(() => Clang.Compile(Source));

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    private struct Event
    {
        public uint Kind;
        public long Number;
    }

    private struct Request
    {
        public long First;
        public long Count;
        public RequestKind Kind;
        public int Written;
    }

    private enum RequestKind
    {
        Write,
        Discard,
        Short,
        Quiet,
    }

    public enum Place
    {
        Memory,
        Kernel,
    }

    /// <summary>A ring buffer with what writes to it: a program, or this process.</summary>
    private sealed class Ring : IDisposable
    {
        private readonly LoadedObject? _loaded;
        private readonly SyscallProgram? _program;

        public Ring(Place place)
        {
            if (place == Place.Memory)
                return;
            _loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
            _loaded.Bind(Buffer, "events");
            _program = _loaded.Program<SyscallProgram>("run");
        }

        public BpfRingBuffer<Event> Buffer { get; } = new(Size);

        public int Write(long first, int count, RequestKind kind = RequestKind.Write)
        {
            if (_program is not null)
            {
                var request = new Request { First = first, Count = count, Kind = kind, Written = 0 };
                _program.Run(ref request);
                return request.Written;
            }

            int written = 0;
            while (written < count && Buffer.TryWrite(new Event { Kind = (uint)written, Number = first + written }))
                written++;
            return written;
        }

        public void Dispose() => _loaded?.Dispose();
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.14")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void Events_AreReadInTheirOrder_AcrossTheEndOfTheMemory(Place place)
    {
        using var ring = new Ring(place);
        var random = new Random(7);
        long written = 0, read = 0;

        while (read < 100_000)
        {
            written += ring.Write(written, random.Next(1, 180));
            if (random.Next(2) == 0)
            {
                for (int count = random.Next(200); count > 0 && ring.Buffer.TryRead(out Event value); count--)
                    Assert.Equal(read++, value.Number);
            }
            else
            {
                long start = read;
                Assert.Equal(written - start, ring.Buffer.Consume((ref readonly value) => Assert.Equal(read++, value.Number)));
            }
        }

        while (ring.Buffer.TryRead(out Event value))
            Assert.Equal(read++, value.Number);
        Assert.Equal(written, read);
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.14")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void Buffer_ThatIsFull_TakesNoMore_UntilSomethingIsRead(Place place)
    {
        using var ring = new Ring(place);
        const int record = 8 + 16;

        Assert.Equal((Size - 1) / record, ring.Write(0, 200));
        Assert.Equal((Size - 1) / record * record, ring.Buffer.AvailableData);
        Assert.Equal(0, ring.Write(0, 1));
        Assert.True(ring.Buffer.TryRead(out _));
        Assert.Equal(1, ring.Write(0, 2));
        Assert.Equal((Size - 1) / record, ring.Buffer.Consume((ref readonly _) => { }));
        Assert.Equal(0, ring.Buffer.AvailableData);
        Assert.False(ring.Buffer.TryRead(out Event none));
        Assert.Equal(0, none.Number);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void DiscardedRecords_AreNoEvents()
    {
        using var ring = new Ring(Place.Kernel);
        var read = new List<long>();

        ring.Write(0, 9, RequestKind.Discard);
        Assert.Equal(5, ring.Buffer.Consume((ref readonly value) => read.Add(value.Number)));

        Assert.Equal([0, 2, 4, 6, 8], read);
        Assert.Equal(0, ring.Buffer.AvailableData);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void Record_ThatIsTooSmall_IsAnError_AndGone()
    {
        using var ring = new Ring(Place.Kernel);
        ring.Write(0, 1, RequestKind.Short);
        ring.Write(5, 1);

        Assert.Throws<InvalidDataException>(() => ring.Buffer.TryRead(out _));
        Assert.True(ring.Buffer.TryRead(out Event value));
        Assert.Equal(5, value.Number);
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.14")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void Handler_ThatThrows_LeavesWhatIsBehind(Place place)
    {
        using var ring = new Ring(place);
        ring.Write(0, 3);

        Assert.Throws<NotSupportedException>(() => ring.Buffer.Consume((ref readonly value) =>
        {
            if (value.Number == 1)
                throw new NotSupportedException();
        }));

        Assert.True(ring.Buffer.TryRead(out Event left));
        Assert.Equal(2, left.Number);
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.14")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void Wait_EndsWithAnEvent_OrTheTime(Place place)
    {
        using var ring = new Ring(place);

        Assert.False(ring.Buffer.Wait(TimeSpan.Zero));
        Assert.False(ring.Buffer.Wait(TimeSpan.FromMilliseconds(20)));
        var writer = new Thread(() =>
        {
            Thread.Sleep(50);
            ring.Write(3, 1);
        });
        writer.Start();
        Assert.True(ring.Buffer.Wait(TimeSpan.FromSeconds(20)));
        Assert.True(ring.Buffer.TryRead(out Event value));
        writer.Join();
        Assert.Equal(3, value.Number);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void Wait_PassesOverWhatWasDiscarded()
    {
        using var ring = new Ring(Place.Kernel);
        ring.Write(0, 2, RequestKind.Discard);
        Assert.True(ring.Buffer.TryRead(out _));

        Assert.False(ring.Buffer.Wait(TimeSpan.FromMilliseconds(10)));
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.14")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public async Task ReadAllAsync_HasTheEventsOfAllProducers_EachInItsOrder(Place place)
    {
        const int producers = 3;
        const int events = 20_000;
        using var ring = new Ring(place);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Task[] writers = [.. Enumerable.Range(0, producers).Select(producer => Task.Factory.StartNew(
            () =>
            {
                for (int written = 0; written < events && !limit.IsCancellationRequested;)
                    written += ring.Write(((long)producer << 32) + written, Math.Min(50, events - written));
            },
            TaskCreationOptions.LongRunning))];
        var next = new long[producers];
        int read = 0;

        await foreach (Event value in ring.Buffer.ReadAllAsync(limit.Token))
        {
            Assert.Equal(next[value.Number >> 32]++, (int)value.Number);
            if (++read == producers * events)
                break;
        }

        await Task.WhenAll(writers);
        Assert.All(next, count => Assert.Equal(events, count));
        Assert.Equal(0, ring.Buffer.AvailableData);
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.14")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public async Task ReadAllAsync_ThatIsCancelled_Ends(Place place)
    {
        using var ring = new Ring(place);
        for (int i = 0; i < 3; i++)
        {
            using var cancellation = new CancellationTokenSource();
            ring.Write(i, 1);
            await using var events = ring.Buffer.ReadAllAsync(cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
            Assert.True(await events.MoveNextAsync());
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(30));

            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await events.MoveNextAsync());
        }

        Assert.False(ring.Buffer.Wait(TimeSpan.FromMilliseconds(5)));
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public async Task Wait_ForABufferThatIsDisposed_Ends()
    {
        var ring = new Ring(Place.Kernel);
        Task wait = Task.Factory.StartNew(() => ring.Buffer.Wait(Timeout.InfiniteTimeSpan), TaskCreationOptions.LongRunning);
        await Task.Delay(50);

        ring.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Throws<ObjectDisposedException>(() => ring.Buffer.TryRead(out _));
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.14")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void Reading_AllocatesNothing(Place place)
    {
        using var ring = new Ring(place);
        long sum = 0;
        RingBufferHandler<Event> handler = (ref readonly value) => sum += value.Number;
        ring.Write(0, 2);
        ring.Buffer.TryRead(out _);
        ring.Buffer.Consume(handler);
        ring.Write(0, 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            ring.Buffer.TryRead(out _);
        ring.Buffer.Consume(handler);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, ring.Buffer.AvailableData);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void TryWrite_ToTheKernelsBuffer_IsForPrograms()
    {
        using var ring = new Ring(Place.Kernel);
        Assert.Throws<InvalidOperationException>(() => ring.Buffer.TryWrite(default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2048)]
    [InlineData(3 * 4096)]
    public void Size_ThatTheKernelDoesNotTake_IsAnError(int size) => Assert.ThrowsAny<ArgumentException>(() => new BpfRingBuffer<int>(size));
}
