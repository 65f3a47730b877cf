namespace CsBpf;

/// <summary><c>foreach</c> over ranges: <c>foreach (int i in 0..16)</c>.</summary>
public static class RangeExtensions
{
    /// <summary>The numbers from the range's start up to, and without, its end; none where the end is not behind the start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The start or the end counts from the end (<c>^1</c>); in a program this is a fault.</exception>
    [RangeEnumerator]
    public static RangeEnumerator GetEnumerator(this Range range) => new(Number(range.Start), Number(range.End));

    private static int Number(Index index) => !index.IsFromEnd
        ? index.Value
        : throw new ArgumentOutOfRangeException(nameof(index), index, "what counts from the end has no place in a range of numbers");
}

/// <summary>Goes through the numbers of a range.</summary>
public struct RangeEnumerator
{
    private readonly int _end;

    internal RangeEnumerator(int start, int end) => (Current, _end) = (start - 1, end);

    /// <summary>The number at which it stands.</summary>
    public int Current { get; private set; }

    /// <summary>Goes to the next number.</summary>
    /// <returns>False where there is none.</returns>
    public bool MoveNext() => ++Current < _end;
}

/// <summary>On the method that enumerates a range: the compiler counts the numbers itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RangeEnumeratorAttribute : Attribute;
