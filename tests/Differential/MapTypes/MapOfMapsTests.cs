using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Maps that user space puts into maps, and swaps, while programs use them.</summary>
public class MapOfMapsTests
{
    private const string Source = """
        using CsBpf;

        [BpfObject]
        public partial class Tables
        {
            public struct Key { public byte Kind; public int Number; }

            public struct Request
            {
                public int Index;
                public Key Key;
                public long Found;
            }

            private readonly BpfArrayOfMaps<BpfHashMap<Key, long>> _tables = new(maxEntries: 4, new(maxEntries: 16));
            private readonly BpfHashOfMaps<Key, BpfRingBuffer<long>> _rings = new(maxEntries: 4, new(size: 4096));
            private readonly BpfHashMap<Key, long> _first = new(maxEntries: 16);

            public Tables() => _tables[1] = _first;

            [Syscall(OnFault = -1)]
            public int Find(ref Request request) => _tables[request.Index].TryGetValue(request.Key, out request.Found) ? 1 : 0;

            [Syscall(OnFault = -1)]
            public int Write(ref Request request) => _rings[request.Key].TryWrite(request.Found) ? 1 : 0;
        }
        """;

    private record struct Key(byte Kind, int Number);

    private record struct Request(int Index, Key Key, long Found);

    [RequiresBpfTheory(Kernel = "5.14")]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Maps_AreSwapped_UnderAProgram(BpfIsa isa)
    {
        using LoadedObject loaded = BpfSource.Load(Source, isa: isa);
        var tables = new BpfArrayOfMaps<BpfHashMap<Key, long>>(4, new(16));
        var first = new BpfHashMap<Key, long>(16);
        loaded.Bind(tables, "_tables");
        loaded.Bind(first, "_first");
        var key = new Key(1, 2);
        first[key] = 100;
        Assert.Equal((1, 100), Find(1));
        Assert.Equal((-1, 0), Find(2));
        Assert.Equal((-1, 0), Find(4));

        BpfHashMap<Key, long> second = tables.Create();
        using (LoadedMap own = second.Loaded!)
        {
            second[key] = 200;
            tables[2] = second;
            Assert.Equal(own.Id, tables.GetMapId(2));
            tables[1] = second;
        }

        Assert.Equal((1, 200), Find(1));
        Assert.Equal((1, 200), Find(2));
        Assert.True(tables.Remove(1));
        Assert.Equal((-1, 0), Find(1));
        Assert.True(tables.TryGetValue(2, out BpfHashMap<Key, long>? again));
        using (again.Loaded)
            Assert.Equal(200, again[key]);
        Assert.False(tables.TryGetValue(3, out _));
        Assert.Throws<KeyNotFoundException>(() => tables[3]);
        Assert.Throws<InvalidOperationException>(() => tables[3] = new BpfHashMap<Key, long>(16));

        (int Result, long Found) Find(int index)
        {
            var request = new Request(index, key, 0);
            return (loaded.Program<SyscallProgram>("Find").Run(ref request), request.Found);
        }
    }

    [RequiresBpfFact(Kernel = "5.14")]
    public void RingBuffers_ForEachKey_AreReadOnTheirOwn()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        var rings = new BpfHashOfMaps<Key, BpfRingBuffer<long>>(4, new(4096));
        loaded.Bind(rings, "_rings");
        BpfRingBuffer<long> ring = rings.Create();
        using LoadedMap own = ring.Loaded!;
        var request = new Request(0, new Key(7, 7), 42);

        Assert.Equal(-1, loaded.Program<SyscallProgram>("Write").Run(ref request));
        rings[request.Key] = ring;
        Assert.Equal(1, loaded.Program<SyscallProgram>("Write").Run(ref request));
        Assert.True(ring.TryRead(out long value));
        Assert.Equal(42, value);
    }

    [Fact]
    public void Clr_MapsInMaps_AreObjects()
    {
        var tables = new BpfArrayOfMaps<BpfHashMap<Key, long>>(2, new(16));
        tables[1] = tables.Create();
        tables[1][new Key(1, 1)] = 5;
        tables[0] = tables.Create();

        Assert.Equal(5, tables[1][new Key(1, 1)]);
        Assert.Equal(0, tables[0].Count);
        Assert.True(tables.Remove(0));
        Assert.Throws<BpfFaultException>(() => tables[0]);
        Assert.Throws<BpfFaultException>(() => tables[2] = tables[1]);
    }

    [RequiresBpfFact("bpftool", Kernel = "5.14")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source));
}
