using System;
using System.Collections.Generic;
using System.Numerics;

namespace CsBpf.Library;

/// <summary>The searches of <see cref="MemoryExtensions"/>.</summary>
[MembersOf(typeof(MemoryExtensions))]
internal static class SpanMembers
{
    public static int BinarySearch<T, TComparable>(ReadOnlySpan<T> span, TComparable comparable)
        where TComparable : IComparable<T>
    {
        int low = 0;
        int high = span.Length - 1;
        while (low <= high)
        {
            int middle = (int)(((uint)high + (uint)low) >> 1);
            int order = comparable.CompareTo(span[middle]);
            if (order == 0)
                return middle;
            if (order > 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    public static int IndexOf<T>(ReadOnlySpan<T> span, T value)
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (EqualityComparer<T>.Default.Equals(span[i], value))
                return i;
        }

        return -1;
    }

    public static int LastIndexOf<T>(ReadOnlySpan<T> span, T value)
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (EqualityComparer<T>.Default.Equals(span[i], value))
                return i;
        }

        return -1;
    }

    public static bool Contains<T>(ReadOnlySpan<T> span, T value) => IndexOf(span, value) >= 0;

    public static bool SequenceEqual<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> other)
    {
        if (span.Length != other.Length)
            return false;
        for (int i = 0; i < span.Length; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(span[i], other[i]))
                return false;
        }

        return true;
    }

    public static bool StartsWith<T>(ReadOnlySpan<T> span, T value) =>
        span.Length != 0 && EqualityComparer<T>.Default.Equals(span[0], value);

    public static bool EndsWith<T>(ReadOnlySpan<T> span, T value) =>
        span.Length != 0 && EqualityComparer<T>.Default.Equals(span[^1], value);

    // A part of nothing is found at the end.
    public static int LastIndexOf<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : IEquatable<T>
    {
        for (int i = span.Length - value.Length; i >= 0; i--)
        {
            if (span.Slice(i, value.Length).SequenceEqual(value))
                return i;
        }

        return -1;
    }

    public static int Count<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : IEquatable<T>
    {
        int count = 0;
        if (value.Length == 0)
            return 0;
        for (int i = 0; i <= span.Length - value.Length; i++)
        {
            if (!span.Slice(i, value.Length).SequenceEqual(value))
                continue;
            count++;
            i += value.Length - 1;
        }

        return count;
    }

    public static int LastIndexOfAny<T>(ReadOnlySpan<T> span, T value0, T value1)
        where T : IEquatable<T> => LastIndexOfAny(span, [value0, value1]);

    public static int LastIndexOfAny<T>(ReadOnlySpan<T> span, T value0, T value1, T value2)
        where T : IEquatable<T> => LastIndexOfAny(span, [value0, value1, value2]);

    public static int LastIndexOfAny<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> values)
        where T : IEquatable<T>
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (values.Contains(span[i]))
                return i;
        }

        return -1;
    }

    public static int IndexOfAnyExcept<T>(ReadOnlySpan<T> span, T value0, T value1)
        where T : IEquatable<T> => span.IndexOfAnyExcept([value0, value1]);

    public static int IndexOfAnyExcept<T>(ReadOnlySpan<T> span, T value0, T value1, T value2)
        where T : IEquatable<T> => span.IndexOfAnyExcept([value0, value1, value2]);

    public static int LastIndexOfAnyExcept<T>(ReadOnlySpan<T> span, T value)
        where T : IEquatable<T> => LastIndexOfAnyExcept(span, [value]);

    public static int LastIndexOfAnyExcept<T>(ReadOnlySpan<T> span, T value0, T value1)
        where T : IEquatable<T> => LastIndexOfAnyExcept(span, [value0, value1]);

    public static int LastIndexOfAnyExcept<T>(ReadOnlySpan<T> span, T value0, T value1, T value2)
        where T : IEquatable<T> => LastIndexOfAnyExcept(span, [value0, value1, value2]);

    public static int LastIndexOfAnyExcept<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> values)
        where T : IEquatable<T>
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (!values.Contains(span[i]))
                return i;
        }

        return -1;
    }

    public static bool ContainsAnyExcept<T>(ReadOnlySpan<T> span, T value)
        where T : IEquatable<T> => span.IndexOfAnyExcept(value) >= 0;

    public static bool ContainsAnyExcept<T>(ReadOnlySpan<T> span, T value0, T value1)
        where T : IEquatable<T> => span.IndexOfAnyExcept([value0, value1]) >= 0;

    public static bool ContainsAnyExcept<T>(ReadOnlySpan<T> span, T value0, T value1, T value2)
        where T : IEquatable<T> => span.IndexOfAnyExcept([value0, value1, value2]) >= 0;

    public static bool ContainsAnyExcept<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> values)
        where T : IEquatable<T> => span.IndexOfAnyExcept(values) >= 0;

    public static int IndexOfAnyInRange<T>(ReadOnlySpan<T> span, T lowInclusive, T highInclusive)
        where T : IBinaryInteger<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (IsInRange(span[i], lowInclusive, highInclusive))
                return i;
        }

        return -1;
    }

    public static int IndexOfAnyExceptInRange<T>(ReadOnlySpan<T> span, T lowInclusive, T highInclusive)
        where T : IBinaryInteger<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (!IsInRange(span[i], lowInclusive, highInclusive))
                return i;
        }

        return -1;
    }

    public static int LastIndexOfAnyInRange<T>(ReadOnlySpan<T> span, T lowInclusive, T highInclusive)
        where T : IBinaryInteger<T>
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (IsInRange(span[i], lowInclusive, highInclusive))
                return i;
        }

        return -1;
    }

    public static int LastIndexOfAnyExceptInRange<T>(ReadOnlySpan<T> span, T lowInclusive, T highInclusive)
        where T : IBinaryInteger<T>
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            if (!IsInRange(span[i], lowInclusive, highInclusive))
                return i;
        }

        return -1;
    }

    public static bool ContainsAnyInRange<T>(ReadOnlySpan<T> span, T lowInclusive, T highInclusive)
        where T : IBinaryInteger<T> => IndexOfAnyInRange(span, lowInclusive, highInclusive) >= 0;

    public static bool ContainsAnyExceptInRange<T>(ReadOnlySpan<T> span, T lowInclusive, T highInclusive)
        where T : IBinaryInteger<T> => IndexOfAnyExceptInRange(span, lowInclusive, highInclusive) >= 0;

    public static ReadOnlySpan<T> Trim<T>(ReadOnlySpan<T> span, T trimElement)
        where T : IEquatable<T> => TrimEnd(TrimStart(span, trimElement), trimElement);

    public static ReadOnlySpan<T> TrimStart<T>(ReadOnlySpan<T> span, T trimElement)
        where T : IEquatable<T>
    {
        int start = span.IndexOfAnyExcept(trimElement);
        return start < 0 ? default : span[start..];
    }

    public static ReadOnlySpan<T> TrimEnd<T>(ReadOnlySpan<T> span, T trimElement)
        where T : IEquatable<T> => span[..(LastIndexOfAnyExcept(span, trimElement) + 1)];

    public static Span<T> Trim<T>(Span<T> span, T trimElement)
        where T : IEquatable<T> => TrimEnd(TrimStart(span, trimElement), trimElement);

    public static Span<T> TrimStart<T>(Span<T> span, T trimElement)
        where T : IEquatable<T>
    {
        int start = span.IndexOfAnyExcept(trimElement);
        return start < 0 ? default : span[start..];
    }

    public static Span<T> TrimEnd<T>(Span<T> span, T trimElement)
        where T : IEquatable<T> => span[..(LastIndexOfAnyExcept(span, trimElement) + 1)];

    public static void Replace<T>(Span<T> span, T oldValue, T newValue)
        where T : IEquatable<T>
    {
        foreach (ref T element in span)
        {
            if (EqualityComparer<T>.Default.Equals(element, oldValue))
                element = newValue;
        }
    }

    // Of integers, which are the same where they compare the same: the order of others would be that of the CLR's algorithm.
    public static void Sort<T>(Span<T> span)
        where T : IBinaryInteger<T>
    {
        for (int i = 1; i < span.Length; i++)
        {
            T moved = span[i];
            int to = i;
            while (to > 0 && moved < span[to - 1])
            {
                span[to] = span[to - 1];
                to--;
            }

            span[to] = moved;
        }
    }

    // As the CLR has it of integers: where the least is more than the largest, the range goes around.
    private static bool IsInRange<T>(T value, T low, T high)
        where T : IBinaryInteger<T> => ulong.CreateTruncating(value - low) <= ulong.CreateTruncating(high - low);
}
