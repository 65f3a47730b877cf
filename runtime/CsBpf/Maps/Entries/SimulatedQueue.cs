namespace CsBpf;

/// <summary>A queue in this process.</summary>
internal sealed class SimulatedQueue<TValue>(int maxEntries) : SequenceElements<TValue>
    where TValue : unmanaged
{
    private readonly Queue<TValue> _elements = new();

    public override bool TryAdd(TValue value)
    {
        if (_elements.Count == maxEntries)
            return false;
        _elements.Enqueue(value);
        return true;
    }

    public override bool TryTake(out TValue value) => _elements.TryDequeue(out value);

    public override bool TryPeek(out TValue value) => _elements.TryPeek(out value);
}
