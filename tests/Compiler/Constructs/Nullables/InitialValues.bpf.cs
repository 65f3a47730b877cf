using System;

namespace CsBpf.Constructs.Nullables;

/// <summary>Globals that may have no value, and what they start with.</summary>
[BpfObject]
public partial class InitialValues
{
    public readonly int? Limit = 7;
    public readonly ulong? Mask = null;
    public static readonly DayOfWeek? Day = DayOfWeek.Friday;
    private long? _last = null;
    private byte? _first;

    public struct Args
    {
        public int Number;
        public long Last, First;
        public bool IsFriday;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        args.Last = _last ?? -5;
        args.First = _first ?? -1;
        args.IsFriday = Day is DayOfWeek.Friday;
        _first ??= (byte)args.Number;
        _last = args.Number > Limit ? args.Number : null;
        return Mask.HasValue ? 1 : 2;
    }
}
