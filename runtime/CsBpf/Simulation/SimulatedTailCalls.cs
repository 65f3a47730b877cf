namespace CsBpf;

/// <summary>Programs that hand over to programs, on the CLR: one returns what the next one returned.</summary>
internal static class SimulatedTailCalls
{
    // The kernel's MAX_TAIL_CALL_CNT.
    private const int Most = 33;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Runs a program as the kernel does: where it faults, its own fault value counts. Null where too many have handed over already.</summary>
    public static TResult? Run<TContext, TResult>(Func<TContext, TResult> program, TContext context)
        where TContext : class
        where TResult : struct, Enum
    {
        if (_depth == Most)
            return null;
        _depth++;
        try
        {
            return BpfSimulation.Current is { } simulation ? simulation.Run(program, context) : program(context);
        }
        finally
        {
            _depth--;
        }
    }
}
