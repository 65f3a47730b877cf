namespace CsBpf;

/// <summary>The timers of a simulation: a callback runs when the clock is moved past its time.</summary>
internal sealed class SimulatedTimers
{
    private readonly Dictionary<ulong, Action<ulong>> _callbacks = [];
    private readonly PriorityQueue<(ulong Number, ulong Turn), (ulong Time, ulong Turn)> _waiting = new();
    private readonly Dictionary<ulong, ulong> _turns = [];
    private ulong _now;
    private ulong _turn;

    /// <summary>Starts a timer with a callback.</summary>
    /// <param name="number">The number of the timer; 0 for a new one.</param>
    /// <param name="nanoseconds">When its time has come, from now.</param>
    /// <param name="callback">What to do then, with its number.</param>
    /// <returns>The number of the timer.</returns>
    public ulong Start(ulong number, ulong nanoseconds, Action<ulong> callback)
    {
        if (!_callbacks.ContainsKey(number))
            number = (ulong)_callbacks.Count + 1;
        _callbacks[number] = callback;
        Restart(number, nanoseconds);
        return number;
    }

    /// <summary>Starts a timer that has a callback.</summary>
    public bool Restart(ulong number, ulong nanoseconds)
    {
        if (!_callbacks.ContainsKey(number))
            return false;
        // What waits for an earlier turn of the timer waits in vain.
        _turns[number] = ++_turn;
        _waiting.Enqueue((number, _turn), (_now + nanoseconds, _turn));
        return true;
    }

    /// <summary>Stops a timer.</summary>
    public bool Cancel(ulong number) => _turns.Remove(number);

    /// <summary>Takes the timer whose time comes next, up to a time, and moves the clock there.</summary>
    /// <returns>Its callback; null where there is none, and the clock stands at the time.</returns>
    public Action? Next(ulong until)
    {
        while (_waiting.TryPeek(out var timer, out var due) && due.Time <= until)
        {
            _waiting.Dequeue();
            if (!_turns.TryGetValue(timer.Number, out ulong turn) || turn != timer.Turn)
                continue;
            _turns.Remove(timer.Number);
            _now = due.Time;
            return () => _callbacks[timer.Number](timer.Number);
        }

        _now = until;
        return null;
    }

    /// <summary>The time of the clock.</summary>
    public ulong Now => _now;
}
