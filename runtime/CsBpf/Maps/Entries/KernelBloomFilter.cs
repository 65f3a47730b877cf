using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A bloom filter in the kernel.</summary>
internal sealed unsafe class KernelBloomFilter<TValue>(LoadedMap map) : BloomFilterValues<TValue>
    where TValue : unmanaged
{
    public override bool Add(TValue value)
    {
        map.ValuePadding.Clear(ref value);
        int result = MapCalls.Update(map.Handle, null, &value, MapUpdate.Any);
        return result >= 0 ? true : throw map.Failed("add to the map", result);
    }

    public override bool MayContain(TValue value)
    {
        map.ValuePadding.Clear(ref value);
        int result = MapCalls.Lookup(map.Handle, null, &value);
        return result >= 0 || (result == -(int)Errno.ENOENT ? false : throw map.Failed("read the map", result));
    }
}
