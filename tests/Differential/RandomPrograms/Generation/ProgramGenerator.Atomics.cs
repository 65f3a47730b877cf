namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Atomic operations and volatile accesses.</summary>
internal sealed partial class ProgramGenerator
{
    private readonly Choices<Func<Place, IntegerType, bool>> _atomics;

    private Choices<Func<Place, IntegerType, bool>> AtomicTable() => new()
    {
        { 1, (target, type) => Write($"Volatile.Write(ref {target.Text}, {Expression(type)});") },
        { 1, (target, type) => Result(type, $"Volatile.Read(ref {target.Text})") },
        { 2, (target, type) => Write($"{Sum(target, type)};") },
        { 1, (target, type) => _target.HasFetches && Result(type, Sum(target, type)) },
        { 1, (target, type) => _target.HasFetches && Write($"{Exchange(target, type)};") },
        { 1, (target, type) => _target.HasFetches && Result(type, Exchange(target, type)) },
        { 1, (target, type) => _target.HasFetches && Result(type, CompareExchange(target, type)) },
    };

    /// <summary>
    /// Changes a place in one step, or reads or writes it as written; not the context, which has no atomic operations, nor what a reference
    /// may refer to. Before v3 there are additions alone, and nobody learns the sum.
    /// </summary>
    private bool Atomic() =>
        PickPlace(place => place.IsWritable && place.Storage != Storage.Argument && Array.IndexOf(IntegerType.Computed, place.Type) >= 0
            && place.Text[0] is not ('p' or 'r' or 'h'))
        is { } target && _atomics.Pick(_random)(target, (IntegerType)target.Type);

    private string Sum(Place target, IntegerType type) => _random.Next(3) switch
    {
        0 => $"Interlocked.Increment(ref {target.Text})",
        1 => $"Interlocked.Decrement(ref {target.Text})",
        _ => $"Interlocked.Add(ref {target.Text}, {Expression(type)})",
    };

    private string Exchange(Place target, IntegerType type) =>
        $"Interlocked.{Pick(["And", "Or", "Exchange"])}(ref {target.Text}, {Expression(type)})";

    private string CompareExchange(Place target, IntegerType type) =>
        $"Interlocked.CompareExchange(ref {target.Text}, {Expression(type)}, {(Chance(2) ? target.Text : Expression(type))})";

    private bool Result(CsType type, string expression) => Write($"{type} {Declare(new Place(NewName("v"), type)).Text} = {expression};");
}
