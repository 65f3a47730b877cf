using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>The kinds of maps that are no plain tables and arrays, seen from user space, in the kernel and in memory.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class MapKindTests : IDisposable
{
    private const string Source = """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>

        struct network { unsigned int length, address; };
        struct counts { unsigned char kind; long bytes; };

        #define MAP(name, kind, entries, ...) struct { __uint(type, BPF_MAP_TYPE_##kind); __uint(max_entries, entries); __VA_ARGS__ } name SEC(".maps");

        MAP(recent, LRU_HASH, 1024, __type(key, int); __type(value, long);)
        MAP(per_cpu, PERCPU_HASH, 4, __type(key, unsigned long); __type(value, struct counts);)
        MAP(per_cpu_row, PERCPU_ARRAY, 3, __type(key, int); __type(value, int);)
        MAP(routes, LPM_TRIE, 4, __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, struct network); __type(value, int);)
        MAP(queue, QUEUE, 2, __type(value, struct counts);)
        MAP(stack, STACK, 2, __type(value, int);)
        MAP(filter, BLOOM_FILTER, 100, __type(value, struct counts);)

        SEC("xdp")
        int run(void *context)
        {
            unsigned long key = 7;
            struct counts zero = {}, *counts;
            int index = 1, *number;

            bpf_map_update_elem(&per_cpu, &key, &zero, BPF_NOEXIST);
            if ((counts = bpf_map_lookup_elem(&per_cpu, &key)))
                counts->bytes += 5;
            if ((number = bpf_map_lookup_elem(&per_cpu_row, &index)))
                *number += 3;
            return 2;
        }

        char LICENSE[] SEC("license") = "GPL";
        """;

    private static readonly Lazy<byte[]> Compiled = new(() => Clang.Compile(Source));

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    private struct Network
    {
        public uint Length;
        public uint Address;
    }

    private struct Counts
    {
        public byte Kind;
        public long Bytes;
    }

    public enum Place
    {
        Memory,
        Kernel,
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.16")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void LruHashMap_IsATable(Place place)
    {
        using LoadedObject? loaded = Load(place);
        var map = Bind(new BpfLruHashMap<int, long>(1024), loaded, "recent");

        map[3] = 30;
        Assert.True(map.TryAdd(4, 40));
        Assert.False(map.TryAdd(4, 41));
        Assert.Equal([KeyValuePair.Create(3, 30L), KeyValuePair.Create(4, 40L)], map.OrderBy(entry => entry.Key));
        Assert.True(map.Remove(3));
        Assert.Equal(1, map.Count);
    }

    [Fact]
    public void LruHashMap_ThatIsFull_DropsWhatWasUsedLongestAgo()
    {
        var map = new BpfLruHashMap<int, int>(3) { [1] = 10, [2] = 20, [3] = 30 };
        map.GetOrAdd(1)++;
        map.GetOrAdd(4) = 40;
        Assert.True(map.TryAdd(5, 50));
        Assert.Equal([1, 4, 5], map.Select(entry => entry.Key).Order());
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.16")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void PerCpuHashMap_HasAValueForEachProcessor(Place place)
    {
        using LoadedObject? loaded = Load(place);
        var map = Bind(new BpfPerCpuHashMap<ulong, Counts>(4), loaded, "per_cpu");
        var values = new Counts[map.ProcessorCount];

        Assert.False(map.TryGetValues(7, values));
        values[^1] = new Counts { Kind = 2, Bytes = 9 };
        map.SetValues(7, values);
        values[^1] = default;
        Assert.True(map.TryGetValues(7, values));
        Assert.Equal((2, 9L), (values[^1].Kind, values[^1].Bytes));
        KeyValuePair<ulong, Counts[]> entry = Assert.Single(map.AllValues());
        Assert.Equal((7UL, map.ProcessorCount, 9L), (entry.Key, entry.Value.Length, entry.Value.Sum(value => value.Bytes)));
        Assert.Equal(1, map.Count);
        Assert.True(map.ContainsKey(7));
        Assert.Throws<ArgumentException>(() => map.TryGetValues(7, new Counts[map.ProcessorCount + 1]));
        for (ulong key = 0; key < 3; key++)
            map.SetValues(key, values);
        Assert.ThrowsAny<Exception>(() => map.SetValues(3, values));
        Assert.True(map.Remove(7));
        Assert.False(map.Remove(7));
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.16")]
    public void PerCpuMaps_ThatAProgramWrites_HaveItsValueWhereItRan()
    {
        using LoadedObject loaded = Load(Place.Kernel)!;
        var table = Bind(new BpfPerCpuHashMap<ulong, Counts>(4), loaded, "per_cpu");
        var row = Bind(new BpfPerCpuArrayMap<int>(3), loaded, "per_cpu_row");
        var program = loaded.Program<XdpProgram>("run");
        for (int i = 0; i < 10; i++)
            Assert.Equal(XdpAction.Pass, program.Run(new byte[64]));

        var counts = new Counts[table.ProcessorCount];
        Assert.True(table.TryGetValues(7, counts));
        Assert.Equal(50, counts.Sum(value => value.Bytes));
        var numbers = new int[row.ProcessorCount];
        row.GetValues(1, numbers);
        Assert.Equal(30, numbers.Sum());
        numbers.AsSpan().Fill(4);
        row.SetValues(2, numbers);
        row.GetValues(2, numbers);
        Assert.All(numbers, number => Assert.Equal(4, number));
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => row.TryGetValue(0, out _));
        Assert.Contains("a value for each processor", exception.Message);
        Assert.Throws<InvalidOperationException>(() => table[7]);
        Assert.Throws<ArgumentOutOfRangeException>(() => row.GetValues(3, numbers));
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.16")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void LpmTrieMap_FindsTheLongestPrefix(Place place)
    {
        using LoadedObject? loaded = Load(place);
        var map = Bind(new BpfLpmTrieMap<Network, int>(4), loaded, "routes");

        map[At(8, 10, 1, 2, 3)] = 1;
        map[At(16, 10, 1, 0, 0)] = 2;
        Assert.True(map.TryAdd(At(0, 0, 0, 0, 0), 9));
        Assert.False(map.TryAdd(At(8, 10, 0, 0, 0), 7));
        Assert.Equal([2, 1, 9], [map[At(32, 10, 1, 9, 9)], map[At(15, 10, 1, 0, 0)], map[At(32, 11, 1, 0, 0)]]);
        Assert.True(map.TryUpdate(At(8, 10, 0, 0, 0), 5));
        Assert.False(map.TryUpdate(At(9, 10, 0, 0, 0), 5));
        Assert.Equal([2, 5, 9], map.Select(entry => entry.Value).Order());
        Assert.True(map.Remove(At(16, 10, 1, 99, 99)));
        Assert.False(map.Remove(At(16, 10, 1, 0, 0)));
        Assert.Equal(2, map.Count);
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.16")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void QueueAndStackMaps_GiveWhatTheyTook(Place place)
    {
        using LoadedObject? loaded = Load(place);
        var queue = Bind(new BpfQueueMap<Counts>(2), loaded, "queue");
        var stack = Bind(new BpfStackMap<int>(2), loaded, "stack");

        Assert.False(queue.TryDequeue(out Counts counts));
        Assert.True(queue.TryEnqueue(new Counts { Bytes = 1 }) && queue.TryEnqueue(new Counts { Bytes = 2 }));
        Assert.False(queue.TryEnqueue(default));
        Assert.True(queue.TryPeek(out counts) && counts.Bytes == 1);
        Assert.True(queue.TryDequeue(out counts) && counts.Bytes == 1);
        Assert.True(stack.TryPush(1) && stack.TryPush(2));
        Assert.False(stack.TryPush(3));
        Assert.True(stack.TryPop(out int number) && number == 2);
        Assert.True(stack.TryPeek(out number) && number == 1);
        Assert.True(stack.TryPop(out number) && !stack.TryPop(out number));
        Assert.Equal(0, number);
    }

    [RequiresBpfTheory(Clang.Tool, Kernel = "5.16")]
    [InlineData(Place.Memory)]
    [InlineData(Place.Kernel)]
    public void BloomFilterMap_NeverDeniesWhatWasAdded(Place place)
    {
        using LoadedObject? loaded = Load(place);
        var filter = Bind(new BpfBloomFilterMap<Counts>(100), loaded, "filter");

        Assert.False(filter.MayContain(new Counts { Kind = 1 }));
        for (int i = 0; i < 50; i++)
            Assert.True(filter.Add(new Counts { Kind = (byte)i, Bytes = i }));
        Assert.All(Enumerable.Range(0, 50), i => Assert.True(filter.MayContain(new Counts { Kind = (byte)i, Bytes = i })));
        Assert.InRange(Enumerable.Range(100, 1000).Count(i => filter.MayContain(new Counts { Bytes = i })), 0, 200);
    }

    private static LoadedObject? Load(Place place) => place == Place.Kernel ? LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value)) : null;

    private static TMap Bind<TMap>(TMap map, LoadedObject? loaded, string name)
        where TMap : BpfMap
    {
        loaded?.Bind(map, name);
        return map;
    }

    private static Network At(uint length, byte a, byte b, byte c, byte d) => new() { Length = length, Address = BitConverter.ToUInt32([a, b, c, d]) };
}
