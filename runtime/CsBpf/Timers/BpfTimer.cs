using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>What a timer does when its time has come.</summary>
/// <param name="key">The key of the entry that the timer is in.</param>
/// <param name="value">The value of the entry, in its slot.</param>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
[Callback(Skipped = 1, IsLater = true)]
public delegate void TimerAction<TKey, TValue>(in TKey key, ref TValue value);

/// <summary>
/// A timer in the value of a map (Linux 5.15): the kernel calls a function of the program when its time has come. It is a field of the struct
/// that is the map's value, one in each, and stays there: programs reach the value by reference, and copy its other fields.
/// </summary>
/// <remarks>
/// A timer stops when its entry is removed, and all of a map's when no process has it open and it is not pinned. On the CLR timers run in a
/// <see cref="BpfSimulation"/>, by its <see cref="BpfSimulation.Advance"/>.
/// </remarks>
/// <example><code>
/// ref Flow flow = ref Flows.GetOrAdd(key);
/// flow.Timeout.Start(Flows, 30_000_000_000, static (in FlowKey key, ref Flow flow) => flow.IsIdle = true);
/// </code></example>
[KernelType("bpf_timer")]
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct BpfTimer
{
    private ulong _number;

    /// <summary>Starts the timer, or starts it anew; its callback is set first.</summary>
    /// <param name="map">The map whose value the timer is in.</param>
    /// <param name="nanoseconds">When its time has come, from now.</param>
    /// <param name="callback">What to do then: a static lambda, a static local function or a method. A fault in it ends it.</param>
    /// <returns>False where the kernel has no memory for it, or no process has the map open and it is not pinned.</returns>
    /// <exception cref="NotSupportedException">This is the CLR, outside of a simulation.</exception>
    [TimerOperation(TimerOperation.Start)]
    public bool Start<TKey, TValue>(BpfHashMap<TKey, TValue> map, ulong nanoseconds, TimerAction<TKey, TValue> callback)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(callback);
        foreach (var (key, _) in map)
        {
            if (OffsetIn(ref map.Reference(key)) is { } offset)
                return Start(nanoseconds, number =>
                {
                    if (map.ContainsKey(key) && At(ref map.Reference(key), offset)._number == number)
                        callback(in key, ref map.Reference(key));
                });
        }

        throw new ArgumentException("The timer is in no value of the map.", nameof(map));
    }

    /// <inheritdoc cref="Start{TKey, TValue}(BpfHashMap{TKey, TValue}, ulong, TimerAction{TKey, TValue})"/>
    [TimerOperation(TimerOperation.Start)]
    public bool Start<TValue>(BpfArrayMap<TValue> map, ulong nanoseconds, TimerAction<int, TValue> callback)
        where TValue : unmanaged
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(callback);
        for (int index = 0; index < map.MaxEntries; index++)
        {
            int key = index;
            if (OffsetIn(ref map[key]) is not null)
                return Start(nanoseconds, _ => callback(in key, ref map[key]));
        }

        throw new ArgumentException("The timer is in no value of the map.", nameof(map));
    }

    /// <summary>Starts the timer, or starts it anew; its callback is set first.</summary>
    /// <param name="map">The map whose value the timer is in.</param>
    /// <param name="time">When its time has come, from now; not negative.</param>
    /// <param name="callback">What to do then: a static lambda, a static local function or a method. A fault in it ends it.</param>
    /// <returns>False where the kernel has no memory for it, or no process has the map open and it is not pinned.</returns>
    /// <exception cref="NotSupportedException">This is the CLR, outside of a simulation.</exception>
    [TimerOperation(TimerOperation.Start)]
    public bool Start<TKey, TValue>(BpfHashMap<TKey, TValue> map, TimeSpan time, TimerAction<TKey, TValue> callback)
        where TKey : unmanaged
        where TValue : unmanaged => Start(map, Nanoseconds(time), callback);

    /// <inheritdoc cref="Start{TKey, TValue}(BpfHashMap{TKey, TValue}, TimeSpan, TimerAction{TKey, TValue})"/>
    [TimerOperation(TimerOperation.Start)]
    public bool Start<TValue>(BpfArrayMap<TValue> map, TimeSpan time, TimerAction<int, TValue> callback)
        where TValue : unmanaged => Start(map, Nanoseconds(time), callback);

    /// <summary>Starts the timer anew, with the callback that it has: also from the callback itself.</summary>
    /// <param name="nanoseconds">When its time has come, from now.</param>
    /// <returns>False where it was never started.</returns>
    /// <exception cref="NotSupportedException">This is the CLR, outside of a simulation.</exception>
    [TimerOperation(TimerOperation.Restart)]
    public readonly bool Restart(ulong nanoseconds) => Timers.Restart(_number, nanoseconds);

    /// <summary>Starts the timer anew, with the callback that it has: also from the callback itself.</summary>
    /// <param name="time">When its time has come, from now; not negative.</param>
    /// <returns>False where it was never started.</returns>
    /// <exception cref="NotSupportedException">This is the CLR, outside of a simulation.</exception>
    [TimerOperation(TimerOperation.Restart)]
    public readonly bool Restart(TimeSpan time) => Restart(Nanoseconds(time));

    /// <summary>Stops the timer, and waits for the end of its callback where that runs. Not from the callback itself.</summary>
    /// <returns>True where it was running.</returns>
    /// <exception cref="NotSupportedException">This is the CLR, outside of a simulation.</exception>
    [TimerOperation(TimerOperation.Cancel)]
    public readonly bool Cancel() => Timers.Cancel(_number);

    private static SimulatedTimers Timers => BpfSimulation.Current?.Timers
        ?? throw new NotSupportedException($"Timers run in a {nameof(BpfSimulation)}: there, {nameof(BpfSimulation.Advance)} is the clock.");

    private static ulong Nanoseconds(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time.Ticks, nameof(time));
        return checked((ulong)(time.Ticks * TimeSpan.NanosecondsPerTick));
    }

    private bool Start(ulong nanoseconds, Action<ulong> callback)
    {
        _number = Timers.Start(_number, nanoseconds, callback);
        return true;
    }

    private long? OffsetIn<TValue>(ref TValue value)
        where TValue : unmanaged
    {
        nint offset = Unsafe.ByteOffset(ref Unsafe.As<TValue, byte>(ref value), ref Unsafe.As<BpfTimer, byte>(ref this));
        return offset >= 0 && offset < Unsafe.SizeOf<TValue>() ? offset : null;
    }

    private static ref BpfTimer At<TValue>(ref TValue value, long offset)
        where TValue : unmanaged =>
        ref Unsafe.As<byte, BpfTimer>(ref Unsafe.AddByteOffset(ref Unsafe.As<TValue, byte>(ref value), (nint)offset));
}
