using System.Runtime.InteropServices;
using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

[Collection(KernelStateCollection.Name)]
public sealed class MapTests : IDisposable
{
    private const string Source = """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>

        struct key { unsigned int a; unsigned char b; };

        struct {
            __uint(type, BPF_MAP_TYPE_HASH);
            __uint(max_entries, 4);
            __type(key, struct key);
            __type(value, long);
        } table SEC(".maps");

        struct {
            __uint(type, BPF_MAP_TYPE_ARRAY);
            __uint(map_flags, BPF_F_MMAPABLE);
            __uint(max_entries, 3);
            __type(key, int);
            __type(value, int);
        } row SEC(".maps");

        struct {
            __uint(type, BPF_MAP_TYPE_ARRAY);
            __uint(max_entries, 3);
            __type(key, int);
            __type(value, int);
        } plain SEC(".maps");

        SEC("syscall")
        int add(int *argument)
        {
            int index = 1;
            int *value = bpf_map_lookup_elem(&row, &index);
            if (value)
                *value += *argument;
            *argument *= 2;
            return 42;
        }

        char LICENSE[] SEC("license") = "GPL";
        """;

    private static readonly Lazy<byte[]> Compiled = new(() => Clang.Compile(Source));

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [StructLayout(LayoutKind.Sequential)]
    private struct Key
    {
        public uint A;
        public byte B;
        private readonly byte _padding1;
        private readonly ushort _padding2;
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void HashMap_OfALoadedObject_BehavesAsADictionary()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
        var table = new BpfHashMap<Key, long>(1);
        loaded.Bind(table, "table");
        Key first = new() { A = 1 }, second = new() { A = 1, B = 2 };

        Assert.Equal(4, table.MaxEntries);
        Assert.Empty(table);
        Assert.True(table.TryAdd(first, 10));
        Assert.False(table.TryAdd(first, 11));
        Assert.False(table.TryUpdate(second, 20));
        table[second] = 20;
        Assert.True(table.TryUpdate(second, 21));
        Assert.Equal(10, table[first]);
        Assert.Equal(21, table[second]);
        Assert.True(table.ContainsKey(first));
        Assert.Equal(2, table.Count);
        Assert.True(table.Remove(first));
        Assert.False(table.Remove(first));
        Assert.False(table.TryGetValue(first, out long missing));
        Assert.Equal(0, missing);
        Assert.Equal([new KeyValuePair<Key, long>(second, 21)], table);
    }

    /// <summary>The object's types say which bytes are padding, not the field's.</summary>
    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void HashMap_KeyWithPadding_HasZeroesInTheKernel()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
        var table = new BpfHashMap<ulong, long>(1);
        loaded.Bind(table, "table");

        table[0xAABB_CC02_0000_0001] = 5;

        Assert.True(table.ContainsKey(0x1122_3302_0000_0001));
        Assert.False(table.ContainsKey(0xAABB_CC03_0000_0001));
        Assert.Equal([new KeyValuePair<ulong, long>(0x02_0000_0001, 5)], table);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void HashMap_OfALoadedObject_SaysWhatItCannot()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
        var table = new BpfHashMap<Key, long>(4);
        loaded.Bind(table, "table");
        for (uint a = 0; a < 4; a++)
            table[new Key { A = a }] = a;

        Assert.Throws<KeyNotFoundException>(() => table[new Key { A = 9 }]);
        Assert.False(table.TryAdd(new Key { A = 9 }, 1));
        Assert.Contains("full: it holds 4 entries", Assert.Throws<BpfException>(() => table[new Key { A = 9 }] = 1).Message);
        Assert.Contains("TryGetValue", Assert.Throws<InvalidOperationException>(() => table.GetOrAdd(default)).Message);
        Assert.Throws<InvalidOperationException>(() => table.Reference(default));
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void HashMap_ChangedWhileItIsEnumerated_GivesEachOfTheOthersOnce()
    {
        var spec = BpfObjectSpec.Read(Compiled.Value);
        spec.Map("table").MaxEntries = 4096;
        using var loaded = LoadedObject.Load(spec);
        var table = new BpfHashMap<Key, long>(1);
        loaded.Bind(table, "table");
        for (uint a = 0; a < 4000; a++)
            table[new Key { A = a }] = a;

        var seen = new List<uint>();
        foreach (var (key, value) in table)
        {
            Assert.Equal(key.A, value);
            seen.Add(key.A);
            if (key.A % 2 == 1)
                table.Remove(key);
        }

        Assert.Equal(4000, seen.Distinct().Count());
        Assert.Equal(4000, seen.Count);
        Assert.Equal(2000, table.Count);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void ArrayMap_ThatIsMmapable_GivesReferencesIntoTheKernel()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
        var row = new BpfArrayMap<int>(1);
        loaded.Bind(row, "row");
        row[1] = 5;
        int argument = 3;

        Assert.Equal(42, loaded.Program<SyscallProgram>("add").Run(ref argument));
        Assert.Equal(6, argument);
        Assert.Equal(8, row[1]);
        Assert.True(row.TryGetValue(1, out int copy));
        Assert.Equal(8, copy);
        Assert.False(row.TryGetValue(3, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => row[3]);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void ArrayMap_ThatIsNotMmapable_CopiesValuesAndSaysSo()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
        var plain = new BpfArrayMap<int>(1);
        loaded.Bind(plain, "plain");

        Assert.True(plain.TryUpdate(2, 7));
        Assert.False(plain.TryUpdate(3, 7));
        Assert.True(plain.TryGetValue(2, out int value));
        Assert.Equal(7, value);
        Assert.Contains("TryUpdate", Assert.Throws<InvalidOperationException>(() => plain[0]).Message);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void Map_BoundToAFieldOfAnotherShape_IsRefused()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
        Assert.Contains(
            "values of 8 bytes", Assert.Throws<ArgumentException>(() => loaded.Bind(new BpfHashMap<Key, int>(4), "table")).Message);
        Assert.Throws<ArgumentException>(() => loaded.Bind(new BpfHashMap<uint, int>(4), "row"));
        Assert.Contains(
            "row, table, plain", Assert.Throws<KeyNotFoundException>(() => loaded.Bind(new BpfHashMap<uint, int>(4), "nothing")).Message);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void Map_AfterItsObjectIsDisposed_SaysSo()
    {
        var table = new BpfHashMap<Key, long>(4);
        var row = new BpfArrayMap<int>(4);
        using (var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value)))
        {
            loaded.Bind(table, "table");
            loaded.Bind(row, "row");
            row[0] = 1;
        }

        Assert.Throws<ObjectDisposedException>(() => table.ContainsKey(default));
        Assert.Throws<ObjectDisposedException>(() => row[0]);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void HashMap_OnHotPaths_AllocatesNothing()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value));
        var table = new BpfHashMap<Key, long>(4);
        loaded.Bind(table, "table");
        Touch(table);

        // What a path allocates it allocates each time; what the CLR does for itself, while it compiles the path anew, it does once.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Measure(table)));

        static long Measure(BpfHashMap<Key, long> table)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                Touch(table);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static void Touch(BpfHashMap<Key, long> table)
        {
            var key = new Key { A = 1 };
            table[key] = 1;
            table.TryUpdate(key, table[key] + 1);
            table.TryGetValue(key, out _);
            table.Remove(key);
            table.ContainsKey(key);
        }
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "5.14")]
    public void Map_Pinned_IsOpenedByItsPathAndId()
    {
        using var bpffs = new TemporaryBpffs();
        using (var loaded = LoadedObject.Load(BpfObjectSpec.Read(Compiled.Value)))
            loaded.Map("table").Pin(bpffs["table"]);

        using var map = LoadedMap.FromPin(bpffs["table"]);
        using var same = LoadedMap.FromId(map.Id);
        Span<byte> key = stackalloc byte[8];
        Span<byte> value = stackalloc byte[8];
        map.Set(key, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.True(same.TryGetValue(key, value));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], value.ToArray());
        Assert.True(same.TryGetNextKey([], key));
        Assert.False(same.TryGetNextKey(key, value));
        Assert.True(same.Remove(key));
        Assert.Throws<ArgumentException>(() => map.Remove([1]));
        Assert.Contains("it is a map, no prog", Assert.Throws<BpfException>(() => LoadedProgram.FromPin(bpffs["table"])).Message);
    }
}
