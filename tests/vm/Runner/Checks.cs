namespace CsBpf.VmRunner;

/// <summary>Prints a line a check, in a form that the host reads from the console: <c>PASS what</c>, <c>FAIL what: why</c>.</summary>
internal sealed class Checks
{
    /// <summary>How many passed so far.</summary>
    public int Passed { get; private set; }

    /// <summary>How many failed so far.</summary>
    public int Failed { get; private set; }

    /// <summary>Checks that two values are equal.</summary>
    public void Equal<T>(string what, T expected, T actual) =>
        Report(what, EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"expected {expected}, got {actual}");

    /// <summary>Checks that a step does not throw, and gives its result; null where it does.</summary>
    public T? Get<T>(string what, Func<T> step)
        where T : class
    {
        try
        {
            var result = step();
            Report(what, null);
            return result;
        }
        catch (Exception e)
        {
            Report(what, e.Message);
            return null;
        }
    }

    private void Report(string what, string? why)
    {
        if (why is null)
            Passed++;
        else
            Failed++;
        Console.WriteLine(why is null ? $"PASS {what}" : $"FAIL {what}: {why.ReplaceLineEndings(" ")}");
    }
}
