namespace CsBpf;

/// <summary>A stack in this process.</summary>
internal sealed class SimulatedStack<TValue>(int maxEntries) : SequenceElements<TValue>
    where TValue : unmanaged
{
    private readonly Stack<TValue> _elements = new();

    public override bool TryAdd(TValue value)
    {
        if (_elements.Count == maxEntries)
            return false;
        _elements.Push(value);
        return true;
    }

    public override bool TryTake(out TValue value) => _elements.TryPop(out value);

    public override bool TryPeek(out TValue value) => _elements.TryPeek(out value);
}
