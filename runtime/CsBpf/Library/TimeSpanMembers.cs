using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Library;

/// <summary>The members of <see cref="TimeSpan"/> that compute with integers. What does not fit is a fault, as on the CLR.</summary>
[MembersOf(typeof(TimeSpan))]
internal static class TimeSpanMembers
{
    public static TimeSpan Zero() => default;

    public static TimeSpan MinValue() => Create(long.MinValue);

    public static TimeSpan MaxValue() => Create(long.MaxValue);

    public static TimeSpan Create(long ticks) => Unsafe.BitCast<long, TimeSpan>(ticks);

    public static TimeSpan Create(int hours, int minutes, int seconds) =>
        Create(checked(((hours * 3600L) + (minutes * 60L) + seconds) * TimeSpan.TicksPerSecond));

    public static TimeSpan Create(int days, int hours, int minutes, int seconds) => Create(days, hours, minutes, seconds, 0);

    public static TimeSpan Create(int days, int hours, int minutes, int seconds, int milliseconds) => Create(days, hours, minutes, seconds, milliseconds, 0);

    // As on the CLR, only the last multiplication is checked.
    public static TimeSpan Create(int days, int hours, int minutes, int seconds, int milliseconds, int microseconds)
    {
        long total = (days * TimeSpan.MicrosecondsPerDay)
            + (hours * TimeSpan.MicrosecondsPerHour)
            + (minutes * TimeSpan.MicrosecondsPerMinute)
            + (seconds * TimeSpan.MicrosecondsPerSecond)
            + (milliseconds * TimeSpan.MicrosecondsPerMillisecond)
            + microseconds;
        return FromMicroseconds(total);
    }

    public static TimeSpan FromDays(int days) => Create(days * TimeSpan.TicksPerDay);

    public static TimeSpan FromHours(int hours) => Create(hours * TimeSpan.TicksPerHour);

    public static TimeSpan FromMinutes(long minutes) => Create(checked(minutes * TimeSpan.TicksPerMinute));

    public static TimeSpan FromSeconds(long seconds) => Create(checked(seconds * TimeSpan.TicksPerSecond));

    public static TimeSpan FromMilliseconds(long milliseconds) => Create(checked(milliseconds * TimeSpan.TicksPerMillisecond));

    public static TimeSpan FromMicroseconds(long microseconds) => Create(checked(microseconds * TimeSpan.TicksPerMicrosecond));

    public static TimeSpan FromTicks(long value) => Create(value);

    public static long Ticks(TimeSpan value) => Unsafe.BitCast<TimeSpan, long>(value);

    public static int Days(TimeSpan value) => (int)(value.Ticks / TimeSpan.TicksPerDay);

    public static int Hours(TimeSpan value) => (int)(value.Ticks / TimeSpan.TicksPerHour % 24);

    public static int Minutes(TimeSpan value) => (int)(value.Ticks / TimeSpan.TicksPerMinute % 60);

    public static int Seconds(TimeSpan value) => (int)(value.Ticks / TimeSpan.TicksPerSecond % 60);

    public static int Milliseconds(TimeSpan value) => (int)(value.Ticks / TimeSpan.TicksPerMillisecond % 1000);

    public static int Microseconds(TimeSpan value) => (int)(value.Ticks / TimeSpan.TicksPerMicrosecond % 1000);

    public static int Nanoseconds(TimeSpan value) => (int)(value.Ticks % TimeSpan.TicksPerMicrosecond * TimeSpan.NanosecondsPerTick);

    public static TimeSpan Add(TimeSpan value, TimeSpan ts) => Create(checked(value.Ticks + ts.Ticks));

    public static TimeSpan Subtract(TimeSpan value, TimeSpan ts) => Create(checked(value.Ticks - ts.Ticks));

    public static TimeSpan Negate(TimeSpan value) => Create(checked(-value.Ticks));

    public static TimeSpan Duration(TimeSpan value) => Create(Math.Abs(value.Ticks));

    public static int Compare(TimeSpan t1, TimeSpan t2) => t1.Ticks.CompareTo(t2.Ticks);

    public static int CompareTo(TimeSpan value, TimeSpan other) => value.Ticks.CompareTo(other.Ticks);

    public static bool Equals(TimeSpan value, TimeSpan other) => value.Ticks == other.Ticks;

    public static TimeSpan op_Addition(TimeSpan t1, TimeSpan t2) => Add(t1, t2);

    public static TimeSpan op_Subtraction(TimeSpan t1, TimeSpan t2) => Subtract(t1, t2);

    public static TimeSpan op_UnaryNegation(TimeSpan t) => Negate(t);

    public static TimeSpan op_UnaryPlus(TimeSpan t) => t;

    public static bool op_Equality(TimeSpan t1, TimeSpan t2) => t1.Ticks == t2.Ticks;

    public static bool op_Inequality(TimeSpan t1, TimeSpan t2) => t1.Ticks != t2.Ticks;

    public static bool op_LessThan(TimeSpan t1, TimeSpan t2) => t1.Ticks < t2.Ticks;

    public static bool op_LessThanOrEqual(TimeSpan t1, TimeSpan t2) => t1.Ticks <= t2.Ticks;

    public static bool op_GreaterThan(TimeSpan t1, TimeSpan t2) => t1.Ticks > t2.Ticks;

    public static bool op_GreaterThanOrEqual(TimeSpan t1, TimeSpan t2) => t1.Ticks >= t2.Ticks;
}
