namespace CsBpf;

/// <summary>On a method of a timer: how the compiler lowers it.</summary>
/// <param name="operation">The operation.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TimerOperationAttribute(TimerOperation operation) : Attribute
{
    /// <summary>The operation.</summary>
    public TimerOperation Operation { get; } = operation;
}

/// <summary>The operations that a timer has on the kernel's side.</summary>
public enum TimerOperation
{
    /// <summary>
    /// Parameters: the map, nanoseconds, callback. Makes the timer where it is new, sets its callback, and starts it. False where one fails.
    /// </summary>
    Start,

    /// <summary>Parameter: nanoseconds. Starts it with the callback that it has. False where it has none.</summary>
    Restart,

    /// <summary>No parameter. True where it was running.</summary>
    Cancel,
}
