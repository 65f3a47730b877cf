using System;

namespace CsBpf.Library;

/// <summary>What <see cref="ValueTuple"/> makes.</summary>
[MembersOf(typeof(ValueTuple))]
internal static class TupleMembers
{
    public static (T1 Item1, T2 Item2) Create<T1, T2>(T1 item1, T2 item2) => (item1, item2);

    public static (T1 Item1, T2 Item2, T3 Item3) Create<T1, T2, T3>(T1 item1, T2 item2, T3 item3) => (item1, item2, item3);
}
