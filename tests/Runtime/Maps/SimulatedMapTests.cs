using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Runtime.Tests;

/// <summary>Maps of an object that is not loaded: in memory, with the kernel's rules.</summary>
public sealed class SimulatedMapTests
{
    [StructLayout(LayoutKind.Sequential)]
    private struct Key
    {
        public byte A;
        public uint B;
    }

    [InlineArray(3)]
    private struct ThreeKeys
    {
        private Key _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Nested
    {
        public Key Inner;
        public ThreeKeys Keys;
        public bool Last;
    }

    [StructLayout(LayoutKind.Explicit, Size = 8)]
    private struct Union
    {
        [FieldOffset(0)]
        public byte Narrow;
        [FieldOffset(0)]
        public uint Wide;
    }

    [Fact]
    public void HashMap_BehavesAsADictionary()
    {
        var map = new BpfHashMap<Key, long>(maxEntries: 2);
        Key first = new() { A = 1 }, second = new() { B = 1 };

        Assert.True(map.TryAdd(first, 1));
        Assert.False(map.TryAdd(first, 2));
        Assert.False(map.TryUpdate(second, 2));
        map.GetOrAdd(second)++;
        map.Reference(first) += 10;
        Assert.Equal((11, 1, 2), (map[first], map[second], map.Count));
        Assert.Equal([first, second], map.Select(entry => entry.Key));
        Assert.True(map.Remove(first));
        Assert.False(map.ContainsKey(first));
        Assert.False(map.TryGetValue(first, out long value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void HashMap_KeyWithPadding_IsFoundWhateverTheClrLeftThere()
    {
        var map = new BpfHashMap<Nested, Key>(maxEntries: 4);
        Nested key = Padded<Nested>(0xAA), same = Padded<Nested>(0x55);
        key.Inner.A = same.Inner.A = 1;
        key.Inner.B = same.Inner.B = 2;
        key.Last = same.Last = true;
        for (int index = 0; index < 3; index++)
            key.Keys[index] = same.Keys[index] = new Key { A = (byte)index, B = 7 };

        Assert.True(map.TryAdd(key, Padded<Key>(0xAA)));
        Assert.True(map.ContainsKey(same));
        Assert.False(map.TryAdd(same, default));
        map[same] = Padded<Key>(0x55);
        Assert.Equal(1, map.Count);
        Assert.Equal([0x55, 0, 0, 0, 0x55, 0x55, 0x55, 0x55], MemoryMarshal.AsBytes([map[key]]).ToArray());
        Assert.True(map.Remove(same));
    }

    [Fact]
    public void HashMap_KeyWithPadding_AllocatesNothing()
    {
        var map = new BpfHashMap<Key, long>(maxEntries: 4) { [new() { A = 1 }] = 5 };
        map.ContainsKey(default);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool found = map.ContainsKey(new() { A = 1 });
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(found);
        Assert.Equal(0, allocated);
    }

    /// <summary>A union has no padding where one of its members is; nor has what a fixed size adds any member.</summary>
    [Fact]
    public void HashMap_ExplicitLayout_KeepsWhatAnyFieldHas()
    {
        var map = new BpfHashMap<Union, int>(maxEntries: 4) { [new() { Wide = 0x0102_0304 }] = 1 };

        Assert.True(map.ContainsKey(new() { Wide = 0x0102_0304 }));
        Assert.False(map.ContainsKey(new() { Wide = 0x0102_0305 }));
        Assert.False(map.ContainsKey(new() { Wide = 0x0202_0304 }));
    }

    private static T Padded<T>(byte filler)
        where T : unmanaged
    {
        T value = default;
        MemoryMarshal.AsBytes(new Span<T>(ref value)).Fill(filler);
        return value;
    }

    [Fact]
    public void HashMap_ThatIsFull_FaultsOrSaysSo()
    {
        var map = new BpfHashMap<int, int>(maxEntries: 1) { [1] = 1 };

        Assert.False(map.TryAdd(2, 2));
        Assert.Throws<BpfFaultException>(() => map[2] = 2);
        Assert.Throws<BpfFaultException>(() => map.GetOrAdd(2));
        Assert.Throws<BpfFaultException>(() => map[2]);
        Assert.Throws<BpfFaultException>(() => map.Reference(2));
    }

    [Fact]
    public void HashMap_EntryAddedAgain_StartsAsZeroes()
    {
        var map = new BpfHashMap<int, int>(maxEntries: 1) { [1] = 5 };
        map.Remove(1);
        Assert.Equal(0, map.GetOrAdd(2));
    }

    [Fact]
    public void ArrayMap_HasAllItsEntriesAndNoOthers()
    {
        var map = new BpfArrayMap<int>(maxEntries: 2);
        map[1] = 5;

        Assert.True(map.TryUpdate(0, 4));
        Assert.False(map.TryUpdate(2, 4));
        Assert.True(map.TryGetValue(0, out int value));
        Assert.Equal((4, 5), (value, map[1]));
        Assert.False(map.TryGetValue(-1, out _));
        Assert.Throws<BpfFaultException>(() => map[2]);
    }

    [Fact]
    public void HashMap_ForEach_SeesEachEntryThatIsStillThereAndChangesIt()
    {
        var map = new BpfHashMap<int, int>(maxEntries: 4) { [1] = 10, [2] = 20, [3] = 30 };
        map.ForEach((in int key, ref int value) => value += key);
        Assert.Equal((11, 22, 33), (map[1], map[2], map[3]));

        uint visited = map.ForEach((in int key, ref int value) =>
        {
            for (int other = 1; other <= 3; other++)
            {
                if (other != key)
                    map.Remove(other);
            }
        });
        Assert.Equal((1u, 1), (visited, map.Count));
    }

    [Fact]
    public void ArrayMap_ForEach_EndsWhereItIsTold()
    {
        var map = new BpfArrayMap<int>(maxEntries: 5);

        uint visited = map.ForEach((in int index, ref int value) =>
        {
            value = index * 2;
            return index < 2;
        });

        Assert.Equal((3u, 4, 0), (visited, map[2], map[3]));
    }

    [Fact]
    public void Map_WithoutRoom_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new BpfArrayMap<int>(maxEntries: 0));
}
