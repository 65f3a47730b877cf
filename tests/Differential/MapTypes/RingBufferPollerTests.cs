using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Two ring buffers, read and waited for by one thread.</summary>
public class RingBufferPollerTests
{
    private const string Source = """
        using CsBpf;

        [BpfObject]
        public partial class Writer
        {
            public readonly BpfRingBuffer<int> First = new(size: 4096);
            public readonly BpfRingBuffer<long> Second = new(size: 4096);

            public struct Request { public int First, Second; }

            [Syscall]
            public int Write(ref Request request) =>
                (request.First == 0 || First.TryWrite(request.First) ? 1 : 0) + (request.Second == 0 || Second.TryWrite(request.Second) ? 1 : 0);
        }
        """;

    private record struct Request(int First, int Second);

    [RequiresBpfFact(Kernel = "5.14")]
    public async Task Events_OfBoth_ComeToOneThread()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        var first = new BpfRingBuffer<int>(4096);
        var second = new BpfRingBuffer<long>(4096);
        loaded.Bind(first, "First");
        loaded.Bind(second, "Second");
        using var poller = new BpfRingBufferPoller();
        var read = new List<long>();
        poller.Add(first, (ref readonly int value) => read.Add(value));
        poller.Add(second, (ref readonly long value) => read.Add(1000 + value));

        Assert.Equal(0, poller.Poll(TimeSpan.FromMilliseconds(5)));
        Write(1, 2);
        Assert.Equal(2, poller.Poll(TimeSpan.FromSeconds(10)));
        Assert.Equal([1, 1002], read);

        for (int i = 3; i < 6; i++)
        {
            Task<int> waiting = Task.Run(() => poller.Poll(TimeSpan.FromSeconds(10)));
            await Task.Delay(30);
            Write(i % 2 == 0 ? i : 0, i % 2 == 0 ? 0 : i);
            Assert.Equal(1, await waiting);
        }

        Assert.Equal([1, 1002, 1003, 4, 1005], read);
        using var cancellation = new CancellationTokenSource(30);
        Assert.Throws<OperationCanceledException>(() => poller.Poll(Timeout.InfiniteTimeSpan, cancellation.Token));

        void Write(int one, int two)
        {
            var request = new Request(one, two);
            Assert.Equal(2, loaded.Program<SyscallProgram>("Write").Run(ref request));
        }
    }
}
