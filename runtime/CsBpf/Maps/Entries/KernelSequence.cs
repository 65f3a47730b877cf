using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A queue or stack in the kernel.</summary>
internal sealed unsafe class KernelSequence<TValue>(LoadedMap map) : SequenceElements<TValue>
    where TValue : unmanaged
{
    public override bool TryAdd(TValue value)
    {
        map.ValuePadding.Clear(ref value);
        return Succeeded(MapCalls.Update(map.Handle, null, &value, MapUpdate.Any), Errno.E2BIG, "add to the map");
    }

    public override bool TryTake(out TValue value)
    {
        value = default;
        fixed (TValue* pointer = &value)
            return Succeeded(MapCalls.LookupAndDelete(map.Handle, null, pointer), Errno.ENOENT, "take from the map");
    }

    public override bool TryPeek(out TValue value)
    {
        value = default;
        fixed (TValue* pointer = &value)
            return Succeeded(MapCalls.Lookup(map.Handle, null, pointer), Errno.ENOENT, "read the map");
    }

    private bool Succeeded(int result, Errno no, string verb) =>
        result >= 0 || (result == -(int)no ? false : throw map.Failed(verb, result));
}
