using System.Collections;

namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>What may come next, each as often as its weight says: a new construct is one more line in such a table.</summary>
/// <typeparam name="T">What makes the construct.</typeparam>
internal sealed class Choices<T> : IEnumerable<T>
{
    private readonly List<T> _choices = [];

    /// <summary>Adds a choice that comes up <paramref name="weight"/> times as often as one of weight 1.</summary>
    public void Add(int weight, T choice) => _choices.AddRange(Enumerable.Repeat(choice, weight));

    /// <summary>One of them.</summary>
    public T Pick(Random random) => _choices[random.Next(_choices.Count)];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _choices.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
