using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

public interface IOrder<T> { static abstract bool Before(T left, T right); }

public readonly struct Ascending<T> : IOrder<T> where T : IComparisonOperators<T, T, bool>
{
    public static bool Before(T left, T right) => left < right;
}

public readonly struct Descending<T> : IOrder<T> where T : IComparisonOperators<T, T, bool>
{
    public static bool Before(T left, T right) => left > right;
}

public static class Sorts
{
    public static void Insertion<T, TOrder>(this Span<T> items) where TOrder : struct, IOrder<T>
    {
        for (int i = 1; i < items.Length; i++)
        {
            T item = items[i];
            int j = i - 1;
            while (j >= 0 && TOrder.Before(item, items[j]))
            {
                items[j + 1] = items[j];
                j--;
            }

            items[j + 1] = item;
        }
    }

    public static void Heap<T>(this Span<T> items) where T : unmanaged, IComparable<T>
    {
        for (int start = items.Length / 2 - 1; start >= 0; start--)
            SiftDown(items, start);
        for (int end = items.Length - 1; end > 0; end--)
        {
            (items[0], items[end]) = (items[end], items[0]);
            SiftDown(items[..end], 0);
        }

        static void SiftDown(Span<T> heap, int root)
        {
            while (true)
            {
                int child = 2 * root + 1;
                if (child >= heap.Length)
                    return;
                if (child + 1 < heap.Length && heap[child].CompareTo(heap[child + 1]) < 0)
                    child++;
                if (heap[root].CompareTo(heap[child]) >= 0)
                    return;
                (heap[root], heap[child]) = (heap[child], heap[root]);
                root = child;
            }
        }
    }

    public static int Search<T>(this ReadOnlySpan<T> sorted, T value) where T : INumber<T>
    {
        int low = 0, high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            switch (sorted[middle].CompareTo(value))
            {
                case 0: return middle;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return ~low;
    }
}

/// <summary>Generic sorts and a binary search, as extension methods of spans.</summary>
[BpfObject]
public partial class Sorting
{
    public struct Args
    {
        public int Wanted;
        public byte Length;
        public int Found;
        public Numbers First;
        public Wide Second;
        public Numbers Third;
    }

    [InlineArray(8)]
    public struct Numbers
    {
        private int _first;
    }

    [InlineArray(7)]
    public struct Wide
    {
        private ulong _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        Span<int> first = args.First;
        first[..(args.Length % 9)].Insertion<int, Ascending<int>>();
        ((Span<ulong>)args.Second).Insertion<ulong, Descending<ulong>>();
        Span<int> third = args.Third;
        third.Heap();
        args.Found = ((ReadOnlySpan<int>)third).Search(args.Wanted);
        return first[0];
    }
}
