using System;

namespace CsBpf.Constructs.Structs;

/// <summary>Spans of time: ticks, with what the CLR has to compute and compare them; what does not fit is a fault.</summary>
[BpfObject]
public partial class TimeSpans
{
    private readonly TimeSpan _limit = TimeSpan.FromSeconds(1.5);

    private TimeSpan _longest;

    [Syscall]
    public int Run(ref Arguments arguments)
    {
        TimeSpan time = TimeSpan.FromMilliseconds(arguments.Milliseconds) + TimeSpan.FromSeconds(arguments.Seconds);
        arguments.Ticks = time.Ticks;
        arguments.Order = time.CompareTo(_limit) + (time > _limit ? 10 : 0) + (time == TimeSpan.Zero ? 100 : 0) + (time <= TimeSpan.FromDays(1) ? 1000 : 0);
        arguments.Parts = (((time.Days * 24) + time.Hours) * 60) + time.Minutes + time.Seconds + (time.Milliseconds * 7) + time.Microseconds + time.Nanoseconds;
        _longest = time > _longest ? time : _longest;
        arguments.Longest = _longest.Ticks;
        TimeSpan? missing = arguments.Seconds > 5 ? new TimeSpan(arguments.Seconds, 2, 3) : null;
        TimeSpan other = missing ?? new TimeSpan(1, 2, 3, 4, arguments.Seconds);
        other -= TimeSpan.FromHours(2).Add(TimeSpan.FromMinutes(arguments.Seconds)).Negate();
        arguments.Other = (-other).Duration().Ticks + (time.Ticks / TimeSpan.TicksPerSecond) + TimeSpan.FromTicks(arguments.Milliseconds).Subtract(_limit).Ticks;
        return 1;
    }

    public struct Arguments
    {
        public long Milliseconds;
        public int Seconds;
        public int Order;
        public long Ticks;
        public long Other;
        public long Longest;
        public int Parts;
    }
}
